// Keys of the review page; every key presses a button that can be clicked too.
"use strict";
(() => {
  const idle = 30 * 60 * 1000;
  let timer = 0;
  const wake = () => {
    clearTimeout(timer);
    // the server has forgotten the session by then, so the values leave the screen
    timer = setTimeout(() => location.replace("/"), idle + 5000);
  };
  let sent = false;
  const press = (button) => {
    if (!button || button.disabled || sent) return;
    button.click();
  };
  const help = document.getElementById("bantuan");
  const note = document.getElementById("catatan");

  document.addEventListener("keydown", (event) => {
    wake();
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    const typing = event.target.matches("input, textarea, select");
    if (event.key === "Escape") {
      if (help && help.open) help.close();
      else if (typing) event.target.blur();
      return;
    }
    if (typing || (help && help.open && event.key !== "?")) return;
    if (event.key === "?") {
      event.preventDefault();
      if (help.open) help.close();
      else help.showModal();
      return;
    }
    if (event.key.toLowerCase() === "c" && note) {
      event.preventDefault();
      note.focus();
      return;
    }
    const button = document.querySelector(`button[data-key~="${CSS.escape(event.key.toUpperCase())}"]`);
    if (button) {
      event.preventDefault();
      press(button);
    }
  });

  document.addEventListener("click", (event) => {
    wake();
    const opener = event.target.closest("[data-buka]");
    if (opener) document.getElementById(opener.dataset.buka).showModal();
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    if (sent) {
      event.preventDefault();
      return;
    }
    const file = document.getElementById("berkas-bukti");
    if (form.id === "putusan" && file && file.files.length && !form.elements.bukti.value) {
      event.preventDefault();
      const state = document.getElementById("unggah");
      state.textContent = "Mengunggah bukti …";
      try {
        const answer = await fetch("/bukti", {
          method: "POST",
          headers: { "X-CSRF": form.elements.csrf.value },
          body: file.files[0],
        });
        if (!answer.ok) throw new Error("unggah");
        form.elements.bukti.value = (await answer.json()).sha256;
      } catch {
        state.textContent = "Bukti tidak dapat diunggah: kosong, atau lebih dari 64 MB.";
        return;
      }
      form.requestSubmit(event.submitter);
      return;
    }
    sent = true;
    document.body.dataset.kirim = "ya";
  });
  window.addEventListener("pageshow", () => { sent = false; delete document.body.dataset.kirim; });

  wake();
})();
