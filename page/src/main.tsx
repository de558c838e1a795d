import { render } from 'preact';
import { App } from './app';
import { loadRun } from './rows';
import './style.css';

const root = document.getElementById('app')!;

loadRun().then((run) => {
  document.title = `${run.program} – Nametag`;
  render(<App run={run} />, root);
  root.dataset.ready = 'true';
}, (error: unknown) => {
  root.textContent = `The run in this page can't be read: ${String(error)}`;
});
