/// What the pages load, all of it from the node.
enum FerryAssets {
    static let style = """
        :root { color-scheme: light dark; --back: #f4f5f2; --card: #fff; --own: #e2efe6; --ink: #1b211d; --soft: #5b665f;
          --line: #d5dad3; --accent: #1c6b43; --bad: #a3201a; }
        @media (prefers-color-scheme: dark) { :root { --back: #121512; --card: #1e231f; --own: #1d3527; --ink: #e7ece8;
          --soft: #9aa59d; --line: #343b36; --accent: #6fd39c; --bad: #ff8f86; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.45 system-ui, sans-serif; }
        header { position: sticky; top: 0; background: var(--back); border-bottom: 1px solid var(--line);
          padding: .5rem .9rem; z-index: 1; }
        header h1 { font-size: 1.15rem; margin: 0; overflow-wrap: anywhere; }
        header p { margin: 0; color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; }
        h1 a { text-decoration: none; padding: 0 .6rem 0 0; }
        h2 { font-size: 1rem; margin: 1rem 0 .4rem; }
        a { color: var(--accent); }
        main { max-width: 44rem; margin: 0 auto; padding: .6rem .9rem 1rem; }
        ol, ul.topics { list-style: none; margin: 0; padding: 0; }
        ol li { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .4rem .7rem;
          margin: 0 2rem .5rem 0; }
        ol li.own { background: var(--own); margin: 0 0 .5rem 2rem; }
        ol li.none { border: 0; background: none; color: var(--soft); }
        ul.topics li a { display: block; padding: .7rem; margin-bottom: .4rem; background: var(--card);
          border: 1px solid var(--line); border-radius: .6rem; text-decoration: none; overflow-wrap: anywhere; }
        p.head { margin: 0; font-size: .82rem; color: var(--soft); overflow-wrap: anywhere; }
        p.head b { color: var(--ink); }
        p.text { margin: .1rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
        p.text img { max-width: 100%; max-height: 60vh; border-radius: .4rem; display: block; }
        p.fate, .small { margin: .2rem 0 0; font-size: .82rem; color: var(--soft); overflow-wrap: anywhere; }
        .there, .verified { color: var(--accent); }
        .wrong, .warning, #state.bad { color: var(--bad); font-weight: 600; }
        form { display: grid; gap: .5rem; margin-top: .8rem; }
        label { display: grid; gap: .3rem; font-size: .9rem; color: var(--soft); }
        .row { display: flex; gap: .5rem; }
        .row input { flex: 1; min-width: 0; }
        input, textarea, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft);
          border-radius: .5rem; padding: .55rem .7rem; max-width: 100%; width: 100%; }
        input[type=file] { border-style: dashed; }
        button { background: var(--accent); color: var(--back); border: 0; font-weight: 600; width: auto;
          padding: .55rem 1.3rem; }
        """

    /// Shows what is new, and posts without leaving the page. What it puts there is HTML that the node has escaped.
    static let script = """
        "use strict";
        (function () {
          var main = document.querySelector("main"), list = document.getElementById("messages");
          var near = document.getElementById("near"), state = document.getElementById("state");
          var form = document.querySelector("form"), topic = main.dataset.topic, revision = main.dataset.revision, shown = null;
          var text = form.elements.text, button = form.querySelector("button");
          function say(words, bad) { state.textContent = words; state.className = bad ? "small bad" : "small"; }
          function atEnd() { return innerHeight + scrollY > document.documentElement.scrollHeight - 80; }
          function toEnd() { scrollTo(0, document.documentElement.scrollHeight); }
          async function follow() {
            for (;;) {
              try {
                var answer = await fetch("/t/" + topic + "/news?since=" + revision, { cache: "no-store" });
                if (!answer.ok) throw new Error(await answer.text());
                var news = await answer.json(), was = atEnd();
                revision = news.revision;
                near.innerHTML = news.near;
                form.elements.token.value = news.token;
                if (shown !== news.messages) list.innerHTML = shown = news.messages;
                if (was) toEnd();
                if (state.classList.contains("bad")) say("");
              } catch (problem) {
                say("The node does not answer; trying again.", true);
                await new Promise(function (done) { setTimeout(done, 2000); });
              }
            }
          }
          text.addEventListener("keydown", function (key) {
            if (key.key === "Enter" && !key.shiftKey && !key.isComposing) { key.preventDefault(); form.requestSubmit(); }
          });
          form.addEventListener("submit", async function (event) {
            event.preventDefault();
            if (!text.value.trim() && !form.elements.file.files.length) return;
            button.disabled = true;
            try {
              var answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
              if (!answer.ok) throw new Error(await answer.text());
              text.value = "";
              form.elements.file.value = "";
              say("");
            } catch (problem) { say(String(problem.message || problem), true); }
            button.disabled = false;
            text.focus();
          });
          say("");
          toEnd();
          follow();
        })();
        """
}
