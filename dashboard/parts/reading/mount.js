export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.reading');
  if (data.text !== undefined && root.reading?.data.opened !== data.opened) {
    root.reading?.end();
    root.className = `reading ${data.mode}`;
    root.reading = new { read: Reading, settle: Settling, correct: Correcting, amend: Correcting }[data.mode](root, data, setTriggerValue);
  }
  if (root.reading) {
    root.reading.tell = setTriggerValue;
    root.reading.answer(data.answer);
  }
  return () => setTimeout(() => { if (!root.isConnected) root.reading?.end(); });
}
