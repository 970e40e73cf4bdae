// Petitions, events and shifts of this platform on any website, without anything else to load.
//
// <script type="module" src="https://…/embed/mitstimme.js"></script>
// <mitstimme-petition organisation="dgb" petition="wahlrecht" lang="de"><a href="…">…</a></mitstimme-petition>
//
// Each makes a frame with a page of the platform, and gives it the height that the page names.
// What stands inside the element is shown until the frame has answered, and stays if it doesn't:
// when it may not stand on this website, or has ended. Nothing is told about whoever looks.
const home = new URL(import.meta.url).origin;
const LANGUAGES = ["de", "en", "tr", "ar"];
const HIGHEST = 20_000;

class Embed extends HTMLElement {
  static observedAttributes = ["organisation", "lang", "accent", "scheme"];
  #frame;
  #slot;

  connectedCallback() {
    if (!this.shadowRoot) {
      this.attachShadow({ mode: "open" });
      this.#slot = this.shadowRoot.appendChild(document.createElement("slot"));
    }
    addEventListener("message", this);
    this.#show();
  }

  disconnectedCallback() {
    removeEventListener("message", this);
    this.#hide();
  }

  attributeChangedCallback(name, before, now) {
    // Before it is connected for the first time, that will show it.
    if (this.shadowRoot && this.isConnected && before !== now) this.#show();
  }

  // A message of our own frame, and of nobody else's.
  handleEvent({ source, origin, data }) {
    if (!this.#frame || source !== this.#frame.contentWindow || origin !== home) return;
    const { height, title } = data?.mitstimme ?? {};
    if (!(height > 0)) return;
    this.#frame.style.height = `${Math.min(height, HIGHEST)}px`;
    this.#frame.title = String(title);
    this.#frame.ariaHidden = null;
    this.#frame.tabIndex = 0;
    this.#slot.hidden = true;
  }

  #show() {
    const address = this.#address();
    if (address === this.#frame?.src) return;
    this.#hide();
    if (!address) return;
    const frame = document.createElement("iframe");
    frame.title = this.textContent.trim() || "Mitstimme";
    frame.referrerPolicy = "no-referrer";
    // As wide as it will be, so that its page knows how high it is; seen and heard from then on.
    Object.assign(frame.style, { display: "block", width: "100%", height: "0", border: "0" });
    frame.ariaHidden = "true";
    frame.tabIndex = -1;
    frame.src = address;
    this.#frame = this.shadowRoot.appendChild(frame);
  }

  #hide() {
    this.#frame?.remove();
    this.#frame = undefined;
    if (this.#slot) this.#slot.hidden = false;
  }

  #address() {
    const organisation = this.getAttribute("organisation");
    const path = this.path();
    if (!organisation || !path) return "";
    const [wanted] = (this.closest("[lang]")?.lang ?? "").toLowerCase().split("-");
    const language = LANGUAGES.includes(wanted) ? wanted : LANGUAGES[0];
    const address = new URL(`/${language}/embed/${encodeURIComponent(organisation)}/${path}`, home);
    for (const name of ["accent", "scheme"]) {
      const value = this.getAttribute(name)?.replace("#", "");
      if (value) address.searchParams.set(name, value);
    }
    return address.href;
  }

  // The attribute as a part of an address.
  named(name) {
    return encodeURIComponent(this.getAttribute(name) ?? "");
  }
}

class Petition extends Embed {
  static observedAttributes = [...Embed.observedAttributes, "petition", "part"];

  path() {
    const petition = this.named("petition");
    const part = this.getAttribute("part") === "progress" ? "progress/" : "";
    return petition && `petitions/${petition}/${part}`;
  }
}

class Events extends Embed {
  static observedAttributes = [...Embed.observedAttributes, "campaign"];

  path() {
    const campaign = this.named("campaign");
    return campaign ? `campaigns/${campaign}/events/` : "events/";
  }
}

class Shifts extends Embed {
  static observedAttributes = [...Embed.observedAttributes, "campaign"];

  path() {
    const campaign = this.named("campaign");
    return campaign && `campaigns/${campaign}/shifts/`;
  }
}

for (const [name, element] of Object.entries({ petition: Petition, events: Events, shifts: Shifts })) {
  if (!customElements.get(`mitstimme-${name}`)) customElements.define(`mitstimme-${name}`, element);
}
