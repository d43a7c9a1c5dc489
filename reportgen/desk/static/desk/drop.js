// Files dropped anywhere on an upload form are put into its field, and named; without this script the field takes them itself.
for (const form of document.querySelectorAll("form.drop")) {
  const field = form.querySelector("input[type=file]");
  const told = form.querySelector("[data-chosen]");
  const tell = () => {
    told.textContent = field.files.length ? `已选定${field.files.length}个文件：${[...field.files].map((file) => file.name).join("、")}` : "";
  };
  const over = (event) => {
    event.preventDefault();
    form.classList.add("over");
  };
  form.addEventListener("dragenter", over);
  form.addEventListener("dragover", over);
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("over");
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const chosen = new DataTransfer();
    const folders = [];
    for (const item of event.dataTransfer.items) {
      if (item.kind !== "file") continue;
      const entry = item.webkitGetAsEntry && item.webkitGetAsEntry();
      if (entry && entry.isDirectory) folders.push(entry.name);
      else chosen.items.add(item.getAsFile());
    }
    if (chosen.files.length) field.files = chosen.files;
    tell();
    if (folders.length) told.textContent += `文件夹“${folders.join("、")}”不能直接拖进来，请先压缩成 zip 再上传`;
  });
  field.addEventListener("change", tell);
}
