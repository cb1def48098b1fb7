// An installation that has been in use for three days, told in one language.

import type { Page } from "@playwright/test";
import { Guest, Member } from "../fixtures/api.ts";
import { OWNER, Porthole } from "../fixtures/porthole.ts";
import { Site } from "../fixtures/site.ts";
import { type Conversation, type Line, STORIES, type Story } from "./story.ts";

export type Lang = "en" | "ar";

/** Three days of work, and when the pictures are taken. */
export const DAYS = {
  begin: [new Date("2026-03-09T15:40:10Z"), new Date("2026-03-10T11:05:10Z"), new Date("2026-03-12T09:41:10Z")],
  now: new Date("2026-03-12T10:03:20Z"),
};

const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

export class World {
  /** The visitor whose browser is in the pictures. */
  vera!: Guest;
  /** Their conversation. */
  told = "";
  /** The tickets of the team, in the order of the story. */
  readonly tickets: string[] = [];
  private site?: Promise<Site>;

  private constructor(
    readonly porthole: Porthole,
    readonly story: Story,
    readonly lang: Lang,
  ) {}

  static async make(lang: Lang): Promise<World> {
    const story = STORIES[lang];
    const settings = { title: story.workspace, greeting: story.greeting, form_title: story.formTitle, form_description: story.formDescription };
    const porthole = await Porthole.ready(settings, [], DAYS.begin[0], story.agent);
    const world = new World(porthole, story, lang);
    for (const day of [0, 1, 2] as const) {
      if (day) await porthole.goOnAt(DAYS.begin[day]);
      await world.live(day);
    }
    return world;
  }

  /** A browser that is nobody yet opens the shop. */
  async visit(page: Page, attributes = ""): Promise<void> {
    this.site ??= this.serve();
    const site = await this.site;
    await page.goto(`${site.origin}/${attributes}`);
  }

  /** Makes a page the browser of a visitor. */
  async become(page: Page, guest = this.vera): Promise<void> {
    const key = `porthole:${await this.porthole.token()}`;
    const value = JSON.stringify({ device_key: guest.deviceKey, answered: true });
    await page.addInitScript(([key, value]) => localStorage.getItem(key) ?? localStorage.setItem(key, value), [key, value]);
  }

  async serve(name = "shop"): Promise<Site> {
    const { heading, sentence } = this.story;
    const dir = this.lang === "ar" ? "rtl" : "ltr";
    return Site.serve(name, { host: this.porthole.url, token: await this.porthole.token(), lang: this.lang, dir, heading, sentence });
  }

  /** A member who is signed in without a browser. */
  async member(): Promise<Member> {
    return Member.signIn(this.porthole);
  }

  async remove(): Promise<void> {
    await (await this.site)?.close();
    await this.porthole.remove();
  }

  private async live(day: 0 | 1 | 2): Promise<void> {
    const member = await this.member();
    for (const conversation of this.story.inbox.filter((conversation) => conversation.day === day)) {
      this.tickets.push(await this.converse(conversation, member));
    }
    if (day === 0) {
      this.vera = await Guest.arrive(this.porthole);
      for (const [question, answer] of this.story.others) await this.exchange([["visitor", question], ["team", answer]], member);
    } else {
      await this.vera.boot();
    }
    const lines = { 0: [], 1: this.story.told[0], 2: this.story.told[1] }[day];
    if (lines.length) this.told = await this.exchange(lines, member, this.told);
  }

  private async converse({ person, lines, change, unseen, spam, phone }: Conversation, member: Member): Promise<string> {
    const guest = await Guest.arrive(this.porthole, phone ? PHONE : undefined);
    const [[, first], ...rest] = lines;
    const website = spam ? "https://watches.example" : undefined;
    const { id } = await guest.write(first, { ...person, website, page: { url: "https://shop.example/lamps", title: this.story.heading } });
    await this.tell(id, rest, guest, member);
    if (change?.status) await member.change(id, change);
    if (!unseen) await member.call("POST", `tickets/${id}/read`, { seq: 1_000 });
    return id;
  }

  private async exchange(lines: Line[], member: Member, ticket = ""): Promise<string> {
    const [[, first], ...rest] = lines;
    const page = { url: "https://shop.example/lamps/oak", title: "Oak lamp · Lantern & Loom", referrer: "https://search.example/" };
    const { id } = await this.vera.write(first, { ticket: ticket || undefined, name: "Vera Lindqvist", email: "vera@example.org", page });
    await this.tell(id, rest, this.vera, member);
    await this.vera.read(id);
    return id;
  }

  private async tell(id: string, lines: Line[], guest: Guest, member: Member): Promise<void> {
    for (const [who, text] of lines) {
      if (who === "visitor") await guest.write(text, { ticket: id });
      else if (who === "team") await member.reply(id, text);
      else await member.note(id, text);
    }
  }
}

export { OWNER };
