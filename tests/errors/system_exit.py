# SystemExit ends quietly with its status.
print("before")
raise SystemExit(3)
