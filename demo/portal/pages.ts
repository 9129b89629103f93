/** The portal's pages. Everything that a visitor typed is escaped. */

const SERVICES = [
  'Building permit',
  'Change of address',
  'Child benefit',
  'Driving licence renewal',
  'Marriage certificate',
  'Parking permit',
  'Residence certificate',
  'School enrolment',
] as const;

export function serviceList(): readonly string[] {
  return SERVICES;
}

export function homePage(): string {
  const items = SERVICES.map(
    (service) => `<li><a href="/services/search?q=${encodeURIComponent(service)}">${service}</a></li>`,
  );
  return page('Services of the municipality', `<ul>${items.join('')}</ul>`);
}

export function searchPage(query: string): string {
  const found = SERVICES.filter((service) => service.toLowerCase().includes(query.toLowerCase()));
  const list =
    found.length === 0
      ? '<p>Nothing was found.</p>'
      : `<ul>${found.map((one) => `<li>${one}</li>`).join('')}</ul>`;
  return page('Search', `<p>Results for <b>${escapeHtml(query)}</b></p>${list}`);
}

export function applicationPage(): string {
  const options = SERVICES.map((service) => `<option>${service}</option>`).join('');
  return page(
    'Apply',
    `<form method="post"><p><label>Name <input name="name" required></label></p>
<p><label>Service <select name="service">${options}</select></label></p>
<p><label>Remarks <textarea name="remarks"></textarea></label></p><button>Send</button></form>`,
  );
}

export function uploadPage(): string {
  return page(
    'Hand in a document',
    '<form method="post" enctype="multipart/form-data"><p><input type="file" name="document"></p><button>Send</button></form>',
  );
}

export function receivedPage(number: string): string {
  return page('Received', `<p>Thank you. Your number is <b>${escapeHtml(number)}</b>.</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Demo portal</title><style>body{font:16px/1.5 system-ui;max-width:46rem;margin:2rem auto;padding:0 1rem}
nav a{margin-right:1rem}aside{background:#fff3cd;padding:.4rem .8rem}</style></head><body>
<aside>Simulation: a bundled demonstration service of Dejfa. Nothing here is real.</aside>
<nav><a href="/">Home</a><a href="/services/apply">Apply</a><a href="/documents/upload">Documents</a></nav>
<form action="/services/search"><input name="q" aria-label="Search"><button>Search</button></form>
<h1>${title}</h1>${body}</body></html>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
