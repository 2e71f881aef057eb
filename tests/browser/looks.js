// What texts and controls look like, so that axe need not judge again what looks as something it judged before.
(() => {
    const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex^='-']), [contenteditable]";
    const PARTS = "body > header, body > footer";
    const ROOM = 24; // pixels a target has to itself
    const MARK = "data-judged";
    // The rules that say the same of what looks the same and has the room it needs, and what they are about.
    const RULES_OF_LOOKS = {
        "color-contrast": "*",
        "link-in-text-block": "a[href], [role=link]",
        "scrollable-region-focusable": "*:not(select,textarea)",
        "target-size": "*",
    };

    const isVisible = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });

    const hasText = (element) =>
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

    const scrolls = (element) =>
        (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight) &&
        /auto|scroll/.test(getComputedStyle(element).overflow);

    const boxWithRoom = (element) => {
        const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
        const [x, y] = [Math.max(0, ROOM - width) / 2, Math.max(0, ROOM - height) / 2];
        return { left: left - x, right: right + x, top: top - y, bottom: bottom + y };
    };

    const meet = (one, other) =>
        one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

    // Targets without room to themselves, each with those that are too near.
    const crowded = (targets) => {
        const boxes = targets.map(boxWithRoom);
        const near = (target, i) => targets.filter((other, j) =>
            i !== j && meet(boxes[i], boxes[j]) && !target.contains(other) && !other.contains(target));
        return targets.map((target, i) => [target, near(target, i)]).filter(([, others]) => others.length);
    };

    // What is painted behind the text of an element, from the element outwards.
    const behind = (element, known) => {
        if (!element) return "";
        if (!known.has(element)) {
            const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position } = getComputedStyle(element);
            const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position].join();
            const isPlain = own === "rgba(0, 0, 0, 0),none,1,none,normal,static";
            known.set(element, (isPlain ? "" : own + "<") + behind(element.parentElement, known));
        }
        return known.get(element);
    };

    // What an element is and stands in, in the classes that styles know it by.
    const kindOf = (element, depth = 3) => {
        if (!element || !depth) return "";
        return `${kindOf(element.parentElement, depth - 1)}>${element.localName}.${element.getAttribute("class")}`;
    };

    const coloursOf = (element, known) => {
        const style = getComputedStyle(element);
        return [
            style.color, style.fontSize, style.fontWeight, style.textDecorationLine, style.textShadow, element.disabled,
            getComputedStyle(element.parentElement).color, behind(element, known),
        ].join();
    };

    const lookOf = (element, known) =>
        [kindOf(element), element.type, [...(element.labels ?? [])].map(isVisible), coloursOf(element, known)].join();

    const placeOf = (element, from) => {
        const [box, origin] = [element, from].map((one) => one.getBoundingClientRect());
        const measures = [box.left - origin.left, box.top - origin.top, box.width, box.height];
        return [kindOf(element), ...measures.map((measure) => measure.toFixed(1))].join();
    };

    const wayIntoOf = (scroller) => [kindOf(scroller), scroller.tabIndex, scroller.querySelector(TARGETS) !== null].join();

    const digest = (text) => {
        let [a, b] = [0xdeadbeef, 0x41c6ce57];
        for (let i = 0; i < text.length; i += 1) {
            a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
            b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
        }
        return (a >>> 0).toString(36) + (b >>> 0).toString(36);
    };

    // One element stands for all that have its name: axe takes its time over each one that it judges.
    const byName = (elements, nameOf) => new Map([...elements].map((element) => [digest(nameOf(element)), element]));

    const partsByName = () =>
        byName(document.querySelectorAll(PARTS), (element) =>
            // What is around each page, whatever its links and hidden fields say.
            element.outerHTML.replaceAll(/(href|value|action)="[^"]*"/g, "$1"));

    let named = new Map();

    // Names of what is seen on the page outside of the parts that are known:
    // `parts` of it; `kinds` of texts and controls, their `looks` in full, and how they are coloured (`colours`);
    // `places` of what is crowded or scrolls.
    window.namesOfPage = (knownParts) => {
        const known = new Map();
        const sheets = [...document.styleSheets].map((sheet) => sheet.href);
        const parts = partsByName();
        const skipped = knownParts.filter((name) => parts.has(name)).map((name) => parts.get(name));
        const isMeant = (element) => !skipped.some((part) => part.contains(element));
        const visible = [...document.body.querySelectorAll("*")].filter(isVisible);
        const targets = visible.filter((element) => element.matches(TARGETS));
        const judged = new Set([...visible.filter(hasText), ...targets].filter(isMeant));
        const kinds = byName(judged, (element) => kindOf(element, 1));
        const looks = byName(judged, (element) => sheets + lookOf(element, known));
        const colours = byName(judged, (element) => sheets + kindOf(element, 1) + coloursOf(element, known));
        const neighbours = new Map(crowded(targets).filter(([target]) => isMeant(target)));
        const places = new Map([
            ...byName(neighbours.keys(), (target) => [target, ...neighbours.get(target)].map((one) => placeOf(one, target)).join()),
            ...byName(visible.filter(isMeant).filter(scrolls), wayIntoOf),
        ]);
        named = new Map([...looks, ...colours, ...places]);
        const names = { parts, kinds, looks, colours, places };
        return Object.fromEntries(Object.entries(names).map(([what, found]) => [what, [...found.keys()]]));
    };

    window.partsNamed = (names) => [...partsByName()].filter(([name]) => names.includes(name)).map(([, part]) => part);

    // Examine while the rules of looks judge only what is so named.
    window.judging = async (names, examine) => {
        const elements = names.map((name) => named.get(name));
        for (const element of elements) element.toggleAttribute(MARK, true);
        try {
            return await examine();
        } finally {
            for (const element of elements) element.toggleAttribute(MARK, false);
        }
    };

    const rules = Object.entries(RULES_OF_LOOKS).map(([id, selector]) => ({ id, selector: `:is(${selector})[${MARK}]` }));
    axe.configure({ rules });
})();
