// What people say in the pictures, in two languages: one reads from the left, one from the right.

import type { Lang } from "./world.ts";

/** Somebody who writes. */
export interface Person {
  name?: string;
  email?: string;
}

/** A message, and who wrote it: the visitor, the team, or the team to itself. */
export type Line = ["visitor" | "team" | "note", string];

/** A conversation as the team has it. */
export interface Conversation {
  person: Person;
  /** The day it began, 0 the oldest of three. */
  day: 0 | 1 | 2;
  lines: Line[];
  change?: Record<string, unknown>;
  /** The team has not opened it yet. */
  unseen?: boolean;
  spam?: boolean;
  phone?: boolean;
}

export interface Story {
  workspace: string;
  agent: string;
  heading: string;
  sentence: string;
  greeting: string;
  formTitle: string;
  formDescription: string;
  /** The conversation that is looked at on both sides, oldest day first. */
  told: Line[][];
  /** Shorter ones of the same visitor. */
  others: [string, string][];
  /** A line that has no end. */
  long: string;
  draft: string;
  inbox: Conversation[];
}

const en: Story = {
  workspace: "Lantern & Loom",
  agent: "Ada",
  heading: "Lantern & Loom",
  sentence: "Lamps of paper, oak and linen, made to order in a small workshop and sent all over Europe.",
  greeting: "Hi! How can we help?",
  formTitle: "Before we start...",
  formDescription: "Please provide your details so we can help you better.",
  told: [
    [
      ["visitor", "Hello! I ordered two oak lamps last week (order 20418). Do they come with bulbs?"],
      ["team", "Hello Vera, thank you for your order."],
      ["team", "They do: warm white, E27, and you can dim them. The data sheet is here: https://shop.example/lamps/oak/data-sheet"],
      ["visitor", "Perfect, thank you 😊"],
    ],
    [
      ["visitor", "It is me again. One of the two shades has a small tear near the seam."],
      ["visitor", "Could I get a new shade, or do I have to send the whole lamp back?"],
      ["note", "Third torn shade of this batch. Tell the workshop."],
      ["team", "Oh no, I am sorry about that! Nothing has to come back: a new shade leaves today, free of charge.\n\nYou change it in three steps:\n1. Turn the lamp off and let it cool.\n2. Unscrew the white ring.\n3. Put the new shade on and screw the ring tight."],
      ["visitor", "That is very kind. When will it be here?"],
      ["team", "On Friday, with the number RX 4471 2208 9 DE. You can follow it at https://post.example/RX447122089DE"],
    ],
  ],
  others: [
    ["Can you engrave a name into the base?", "Yes, up to twelve letters. It takes two days longer."],
    ["My voucher LOOM10 is not accepted", "It works again, sorry for the trouble!"],
  ],
  long: "https://shop.example/lamps/oak?colour=natural-oak-oiled-by-hand&shade=linen-white&cable=textile-cable-black-three-metres&utm_source=newsletter-of-the-month-of-march",
  draft: "And one more thing: is the cable long",
  inbox: [
    { person: { name: "Mathilde Arnoux-Delacroix", email: "mathilde.arnoux-delacroix@ateliers-de-la-lumiere.example" }, day: 0, lines: [["visitor", "We would like forty lamps for a hotel in Lyon. Who makes offers?"], ["team", "I do. How soon do you need them?"], ["visitor", "By the end of May, if that can be done."]], change: { priority: "high", add_tags: ["wholesale"] } },
    { person: { name: "Jonas Lind", email: "jonas.lind@example.org" }, day: 0, lines: [["visitor", "Is the shop in Bergen open on Saturdays?"], ["team", "It is, from ten to four."]], change: { status: "resolved" } },
    { person: { name: "Ikenna Obi", email: "ikenna@example.net" }, day: 0, lines: [["visitor", "The invoice shows the wrong VAT number."], ["team", "I have asked our accountant and will write as soon as I know."]], change: { status: "on_hold", add_tags: ["invoice"] } },
    { person: {}, day: 1, lines: [["visitor", "Do you ship to Iceland?"]], phone: true },
    { person: { name: "Sofia Marchetti", email: "sofia@example.it" }, day: 1, lines: [["visitor", "The dimmer hums a little. Is that normal?"], ["team", "A little is normal, but let me hear it: could you send a short video?"]], change: { status: "pending", add_tags: ["warranty"] } },
    { person: { name: "Tomasz Zieliński", email: "tomasz@example.pl" }, day: 1, lines: [["visitor", "Can I still change the colour of order 20399?"], ["team", "Of course. Which one would you like?"], ["visitor", "Smoked oak, please."]], change: { add_tags: ["order"] } },
    { person: { email: "no.reply.to.this.one@example.com" }, day: 2, lines: [["visitor", "My lamp arrived with a broken socket. I have a dinner on Saturday and would really like it to work by then, what can we do?"]], change: { priority: "urgent" }, unseen: true },
    { person: { name: "Lucky Winner", email: "winner@watches.example" }, day: 2, lines: [["visitor", "Cheap watches, only today!!!"]], spam: true, unseen: true },
    { person: { name: "Grace Kim", email: "grace@example.kr" }, day: 2, lines: [["visitor", "Hi, is the paper fireproof?"]], unseen: true, phone: true },
  ],
};

const ar: Story = {
  workspace: "فانوس ونول",
  agent: "ليلى",
  heading: "فانوس ونول",
  sentence: "مصابيح من الورق وخشب البلوط والكتان، نصنعها حسب الطلب في ورشة صغيرة ونرسلها إلى كل مكان.",
  greeting: "مرحبًا! كيف يمكننا مساعدتك؟",
  formTitle: "قبل أن نبدأ...",
  formDescription: "يرجى إدخال بياناتك حتى نتمكن من مساعدتك بشكل أفضل.",
  told: [
    [
      ["visitor", "مرحبًا! طلبت مصباحين من خشب البلوط الأسبوع الماضي (الطلب 20418). هل تأتي اللمبات معهما؟"],
      ["team", "أهلًا فيرا، شكرًا لطلبك."],
      ["team", "نعم، لمبات بضوء أبيض دافئ E27 يمكن خفض إضاءتها. المواصفات هنا: https://shop.example/lamps/oak/data-sheet"],
      ["visitor", "ممتاز، شكرًا 😊"],
    ],
    [
      ["visitor", "أنا مرة أخرى. في أحد الغطاءين تمزّق صغير قرب الخياطة."],
      ["visitor", "هل يمكنني الحصول على غطاء جديد، أم عليّ إعادة المصباح كله؟"],
      ["note", "ثالث غطاء ممزق من هذه الدفعة. أخبروا الورشة."],
      ["team", "يؤسفني ذلك! لا داعي لإعادة أي شيء: سنرسل غطاءً جديدًا اليوم مجانًا.\n\nتبديله في ثلاث خطوات:\n1. أطفئ المصباح واتركه يبرد.\n2. فك الحلقة البيضاء.\n3. ركّب الغطاء الجديد وأحكم شد الحلقة."],
      ["visitor", "هذا لطف كبير. متى سيصل؟"],
      ["team", "يوم الجمعة، برقم الشحنة RX 4471 2208 9 DE. يمكنك متابعتها على https://post.example/RX447122089DE"],
    ],
  ],
  others: [
    ["هل يمكن نقش اسم على القاعدة؟", "نعم، حتى اثني عشر حرفًا. يستغرق ذلك يومين إضافيين."],
    ["القسيمة LOOM10 غير مقبولة", "تعمل الآن من جديد، نعتذر عن الإزعاج!"],
  ],
  long: "https://shop.example/lamps/oak?colour=natural-oak-oiled-by-hand&shade=linen-white&cable=textile-cable-black-three-metres&utm_source=newsletter-of-the-month-of-march",
  draft: "وسؤال أخير: هل السلك طويل",
  inbox: [
    { person: { name: "Mathilde Arnoux-Delacroix", email: "mathilde.arnoux-delacroix@ateliers-de-la-lumiere.example" }, day: 0, lines: [["visitor", "نحتاج إلى أربعين مصباحًا لفندق في ليون. من يعدّ العروض؟"], ["team", "أنا. متى تحتاجون إليها؟"], ["visitor", "قبل نهاية مايو إن أمكن."]], change: { priority: "high", add_tags: ["جملة"] } },
    { person: { name: "يوسف حداد", email: "yousef@example.org" }, day: 0, lines: [["visitor", "هل المتجر مفتوح يوم السبت؟"], ["team", "نعم، من العاشرة حتى الرابعة."]], change: { status: "resolved" } },
    { person: { name: "Ikenna Obi", email: "ikenna@example.net" }, day: 0, lines: [["visitor", "رقم الضريبة في الفاتورة غير صحيح."], ["team", "سألت المحاسب وسأكتب لك فور معرفتي."]], change: { status: "on_hold", add_tags: ["فاتورة"] } },
    { person: {}, day: 1, lines: [["visitor", "هل تشحنون إلى المغرب؟"]], phone: true },
    { person: { name: "سلمى الخطيب", email: "salma@example.com" }, day: 1, lines: [["visitor", "مفتاح الإضاءة يصدر طنينًا خفيفًا. هل هذا طبيعي؟"], ["team", "القليل منه طبيعي، هل يمكنك إرسال مقطع قصير؟"]], change: { status: "pending", add_tags: ["ضمان"] } },
    { person: { name: "Tomasz Zieliński", email: "tomasz@example.pl" }, day: 1, lines: [["visitor", "هل ما زال بإمكاني تغيير لون الطلب 20399؟"], ["team", "بالطبع. أي لون تفضّل؟"], ["visitor", "البلوط المدخّن من فضلك."]], change: { add_tags: ["طلب"] } },
    { person: { email: "no.reply.to.this.one@example.com" }, day: 2, lines: [["visitor", "وصل المصباح وقاعدته مكسورة. لدي عشاء يوم السبت وأود أن يعمل قبل ذلك، ماذا يمكننا أن نفعل؟"]], change: { priority: "urgent" }, unseen: true },
    { person: { name: "الرابح المحظوظ", email: "winner@watches.example" }, day: 2, lines: [["visitor", "ساعات رخيصة، اليوم فقط!!!"]], spam: true, unseen: true },
    { person: { name: "نور العلي", email: "noor@example.com" }, day: 2, lines: [["visitor", "مرحبًا، هل الورق مقاوم للحريق؟"]], unseen: true, phone: true },
  ],
};

export const STORIES: Record<Lang, Story> = { en, ar };
