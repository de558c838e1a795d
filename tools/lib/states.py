"""Rebuilds the states of a run from its events, by what docs/events.schema.json says."""


class State:
    """Names, objects, slots, values and counts after each event."""

    def __init__(self):
        self.frames = {}        # number -> {name: serial}
        self.objects = {}       # serial -> dict
        self.suspended = {}     # number -> serial of the generator
        self.functions = {}     # number -> qualified name
        self.callers = {}       # number -> the frame that called it last, or None
        self.step = 0

    def take(self, event):
        self.step += 1
        assert event["step"] == self.step, f"step {event['step']} after {self.step - 1}"
        getattr(self, "take_" + event["event"])(event)

    def take_create(self, event):
        assert event["object"] not in self.objects, "introduced twice"
        self.objects[event["object"]] = {
            "id": event["id"], "type": event["type"], "size": event["size"],
            "count": event["count"], "scalar": event.get("scalar"), "alive": True,
            "slots": [self.slot(slot["place"], slot["to"]) for slot in event["slots"]]}

    take_exists = take_create

    @staticmethod
    def slot(place, to):
        return [place["kind"], place["at"], place.get("key"), to]

    def take_bind(self, event):
        names = self.frames[event["frame"]]
        assert names.get(event["name"]) == event["old"], event
        if event["new"] is None:
            del names[event["name"]]
        else:
            assert self.objects[event["new"]]["alive"], event
            names[event["name"]] = event["new"]

    take_rebind = take_unbind = take_bind

    def take_mutate(self, event):
        thing = self.objects[event["object"]]
        if "size" in event:
            thing["size"] = event["size"]
        for field in ("scalar", "type"):
            if field in event:
                thing[field] = event[field]
        kind, at = event["place"]["kind"], event["place"]["at"]
        if kind == "content":
            return
        if kind in ("index", "slice"):
            self.replace(thing, event, kind, at)
            return
        slots, key = thing["slots"], event["place"].get("key")
        found = [i for i, slot in enumerate(slots) if slot[0] == kind and slot[2] == key and
                 (slot[3] == event["old"] if kind == "element" else key or slot[1] == at)]
        if event["old"] is None:
            assert not found or kind == "element", event
            slots.append([kind, at, key, event["new"]])
        else:
            assert slots[found[0]][3] == event["old"], event
            if event["new"] is None:
                del slots[found[0]]
            else:
                slots[found[0]][3] = event["new"]

    @staticmethod
    def replace(thing, event, kind, at):
        if kind == "slice":
            start, end = map(int, at.split(":"))
            old, new = event["old"], event["new"]
        else:
            start = int(at)
            old = [] if event["old"] is None else [event["old"]]
            new = [] if event["new"] is None else [event["new"]]
            end = start + len(old)
        row = [slot[3] for slot in thing["slots"] if slot[0] == "index"]
        rest = [slot for slot in thing["slots"] if slot[0] != "index"]
        assert row[start:end] == old, (event, row)
        row[start:end] = new
        thing["slots"] = [["index", str(i), None, to] for i, to in enumerate(row)] + rest

    def take_free(self, event):
        self.objects[event["object"]]["alive"] = False
        for frame in [f for f, g in self.suspended.items() if g == event["object"]]:
            del self.suspended[frame]
            self.frames.pop(frame, None)

    def take_line(self, event):
        for row in event["counts"]:
            self.objects[row["object"]]["count"] = row["count"]

    def take_call(self, event):
        names = self.frames.setdefault(event["frame"], {})
        self.functions[event["frame"]] = event["function"]
        self.callers[event["frame"]] = event["caller"]
        for binding in event["bindings"]:
            names[binding["name"]] = binding["to"]

    def take_return(self, event):
        if event["is_suspended"]:
            self.suspended[event["frame"]] = event["value"]
        elif event["frame"] != 0:
            del self.frames[event["frame"]]
            self.suspended.pop(event["frame"], None)

    def ignore(self, event):
        for field in ("from", "to", "left", "right", "exception", "value"):
            assert event.get(field) is None or event[field] in self.objects, event

    take_copy = take_compare = take_yield = take_raise = take_output = take_collect = ignore

    def id_of(self, serial):
        return None if serial is None else self.objects[serial]["id"]

    def names(self):
        return {str(number): {name: self.id_of(serial) for name, serial in names.items()}
                for number, names in self.frames.items()}

    def reached(self):
        """Live objects by id that names reach, with all that is known of them."""
        found, queue = {}, [s for names in self.frames.values() for s in names.values()]
        while queue:
            serial = queue.pop()
            thing = self.objects[serial]
            if thing["id"] in found:
                continue
            found[thing["id"]] = thing
            queue += [slot[3] for slot in thing["slots"]]
        return found
