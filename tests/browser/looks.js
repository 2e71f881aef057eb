// What texts and controls look like, so that axe need not judge again what looks as something it judged before.
(() => {
    const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex^='-']), [contenteditable]";
    const PARTS = "body > header, body > footer";
    const ROOM = 24; // pixels a target has to itself

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

    const crowded = (targets) => {
        const boxes = targets.map(boxWithRoom);
        return targets.filter((target, i) =>
            targets.some((other, j) =>
                i !== j && meet(boxes[i], boxes[j]) && !target.contains(other) && !other.contains(target)));
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

    const lookOf = (element, known) => {
        const style = getComputedStyle(element);
        return [
            kindOf(element), isVisible(element), element.type, element.disabled, [...(element.labels ?? [])].map(isVisible),
            style.color, style.fontSize, style.fontWeight, style.textDecorationLine, style.textShadow,
            getComputedStyle(element.parentElement).color, behind(element, known),
        ].join();
    };

    const digest = (text) => {
        let [a, b] = [0xdeadbeef, 0x41c6ce57];
        for (let i = 0; i < text.length; i += 1) {
            a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
            b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
        }
        return (a >>> 0).toString(36) + (b >>> 0).toString(36);
    };

    // One element stands for all that have its name: axe takes its time over each one that it is given.
    const byName = (elements, nameOf) =>
        new Map([...elements].map((element) => [digest(nameOf(element)), [element]]));

    // Names of what is on the page, `exposed` being what depends on its neighbours; `elementsNamed` finds it again.
    window.namesOfPage = () => {
        const known = new Map();
        const sheets = [...document.styleSheets].map((sheet) => sheet.href);
        const elements = [...document.body.querySelectorAll("*")];
        const targets = elements.filter((element) => element.matches(TARGETS));
        const looks = byName(new Set([...elements.filter(hasText), ...targets]), (element) =>
            sheets + lookOf(element, known));
        // What is around each page, whatever its links and hidden fields say.
        const parts = byName(document.querySelectorAll(PARTS), (element) =>
            element.outerHTML.replaceAll(/(href|value|action)="[^"]*"/g, "$1"));
        const exposed = [...crowded(targets.filter(isVisible)), ...elements.filter(isVisible).filter(scrolls)].filter(
            (element) => !element.closest(PARTS));
        const all = new Map([...looks, ...parts, ["exposed", exposed]]);
        window.elementsNamed = (names) => names.flatMap((name) => all.get(name));
        return { looks: [...looks.keys()], parts: [...parts.keys()], exposed: exposed.length ? ["exposed"] : [] };
    };
})();
