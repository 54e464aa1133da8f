/** Drops a file in somebody's chat with the bot, which no Playground can: Teams tells a bot of files there alone. */
import { control, toast } from './dom.js';

/** The bytes of a file as base64. */
const encoded = (file) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result).split(',', 2)[1] ?? ''));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(file);
  });

/** Answers a form that says whose chat, and which file. */
export function dropFile(form) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const said = new FormData(form);
    const [from, file] = [said.get('person'), said.get('file')];
    const chat = await control('POST', '/conversations', { type: 'personal', members: [from] });
    if (!chat) return;
    const files = [{ name: file.name, content: await encoded(file) }];
    const path = `/conversations/${encodeURIComponent(chat.id)}/messages`;
    const answer = await control('POST', path, { from, files });
    if (answer && answer.status >= 300) toast('Rollcall did not take it.');
    else if (answer) form.closest('details').open = false;
  });
}
