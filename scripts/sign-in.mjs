// Signs in as a browser without JavaScript does: asks for the form, sends it back filled in, keeps the cookies. For what
// measures, photographs or tests pages; nothing but the hub's own page is needed.

/**
 * The cookies of somebody who has signed in; throws where the hub refuses.
 * @param {string} url the hub's address
 * @param {{ username: string, password: string }} person
 * @returns {Promise<{ name: string, value: string }[]>}
 */
export async function signIn(url, { username, password }) {
  const page = await fetch(`${url}/login`, { redirect: "manual" });
  if (page.status !== 200) throw new Error(`${url}/login answers ${page.status}`);
  const form = new FormData();
  for (const [input] of (await page.text()).matchAll(/<input type="hidden"[^>]*>/g)) {
    const attribute = (name) => decode(new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? "");
    form.append(attribute("name"), attribute("value"));
  }
  form.set("username", username);
  form.set("password", password);
  const answer = await fetch(`${url}/login`, {
    method: "POST",
    body: form,
    headers: { origin: new URL(url).origin },
    redirect: "manual",
  });
  const cookies = answer.headers.getSetCookie().map((cookie) => {
    const [pair = ""] = cookie.split(";");
    const end = pair.indexOf("=");
    return { name: pair.slice(0, end), value: pair.slice(end + 1) };
  });
  if (!cookies.some(({ name }) => name === "homelab.session_token")) {
    throw new Error(`${url}/login let ${username} not in (${answer.status})`);
  }
  return cookies;
}

function decode(text) {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
