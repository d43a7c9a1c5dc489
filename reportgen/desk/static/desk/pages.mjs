// Shows a PDF page by page: each is drawn when it comes near the screen, with its text above it for selecting and for screen readers.
// The addresses of the PDF and of pdf.js stand in the element. Where anything fails, it is said so.

const NEAR = "800px 0px"; // pages this far below or above the screen are drawn too, so that who scrolls finds them
const place = document.querySelector("[data-pdf]");
const said = place.querySelector("[role=status]");
said.textContent = "正在打开PDF页面……";

try {
  const { getDocument, GlobalWorkerOptions, TextLayer } = await import(place.dataset.library);
  GlobalWorkerOptions.workerSrc = place.dataset.worker;
  // Our PDFs hold their fonts and no compressed scans: nothing else is to be fetched, and the page may not compile WebAssembly.
  const pdf = await getDocument({ url: place.dataset.pdf, useWasm: false, enableXfa: false }).promise;

  const draw = async (holder, page, width) => {
    const scale = width / page.getViewport({ scale: 1 }).width;
    const viewport = page.getViewport({ scale });
    const sharp = window.devicePixelRatio || 1;
    const canvas = holder.querySelector("canvas");
    canvas.width = Math.floor(viewport.width * sharp);
    canvas.height = Math.floor(viewport.height * sharp);
    await page.render({ canvas, viewport, transform: sharp === 1 ? null : [sharp, 0, 0, sharp, 0, 0] }).promise;
    const text = holder.querySelector(".textLayer");
    text.style.setProperty("--total-scale-factor", scale);
    await new TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport }).render();
  };

  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      draw(target, target.page, target.clientWidth);
    }
  }, { rootMargin: NEAR });

  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const holder = document.createElement("section");
    holder.className = "page";
    holder.setAttribute("aria-label", `第${number}页，共${pdf.numPages}页`);
    holder.style.aspectRatio = `${width} / ${height}`;
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true"); // its words are those of the text layer
    const text = document.createElement("div");
    text.className = "textLayer";
    holder.append(canvas, text);
    holder.page = page;
    place.append(holder);
    seen.observe(holder);
  }
  said.textContent = `共${pdf.numPages}页`;
} catch (fault) {
  console.warn(fault);
  said.textContent = "这个浏览器显示不了PDF页面，请下载PDF查看。";
}
