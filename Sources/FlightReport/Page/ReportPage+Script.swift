extension ReportPage {
    /// The hover read-out and the filter of the event list; the page is whole without it.
    ///
    /// The numbers are not in the page a second time: the script reads them back from the curves' own coordinates.
    static let script: StaticString = """

        (function () {
          "use strict";
          document.documentElement.classList.add("live");
          var minus = "\\u2212";
          function number(value, decimals) {
            var text = Math.abs(value).toFixed(decimals);
            return (value < 0 && Number(text) !== 0 ? minus : "") + text;
          }
          function clock(seconds) {
            var tenths = Math.round(seconds * 10), whole = Math.floor(tenths / 10);
            var h = Math.floor(whole / 3600), m = Math.floor(whole / 60) % 60, s = whole % 60;
            var two = function (n) { return (n < 10 ? "0" : "") + n; };
            return (h ? h + ":" + two(m) : m) + ":" + two(s) + "." + tenths % 10;
          }
          // A curve as runs of points: a new run after every gap in the data.
          function runs(path) {
            var all = [], x = 0, y = 0, parts = (path.getAttribute("d") || "").match(/[MLlh][^MLlh]*/g) || [];
            parts.forEach(function (part) {
              var kind = part[0], n = (part.slice(1).match(/-?[0-9.]+/g) || []).map(Number);
              if (kind === "M") { x = n[0]; y = n[1]; all.push([[x, y]]); }
              for (var i = kind === "M" ? 2 : 0; kind !== "h" && i + 1 < n.length; i += 2) {
                if (kind === "l" || kind === "M") { x += n[i]; y += n[i + 1]; } else { x = n[i]; y = n[i + 1]; }
                all[all.length - 1].push([x, y]);
              }
            });
            return all;
          }
          function nearest(all, x) {
            var best = null, distance = 3;
            all.forEach(function (run) {
              if (run[0][0] - 3 > x || run[run.length - 1][0] + 3 < x) { return; }
              var low = 0, high = run.length - 1;
              while (low < high) { var middle = (low + high) >> 1; if (run[middle][0] < x) { low = middle + 1; } else { high = middle; } }
              [low - 1, low].forEach(function (index) {
                var point = run[index];
                if (!point) { return; }
                var inside = run[0][0] <= x && run[run.length - 1][0] >= x;
                var far = Math.abs(point[0] - x);
                if (best === null ? inside || far <= distance : far < Math.abs(best[0] - x)) { best = point; }
              });
            });
            return best;
          }
          var plots = [].slice.call(document.querySelectorAll("svg.plot")).map(function (svg) {
            var data = svg.dataset, series = [].slice.call(svg.querySelectorAll(".series")).map(function (path) {
              return { runs: null, path: path, out: document.getElementById(path.dataset.out) };
            });
            var left = +data.left, right = +data.right, top = +data.top, bottom = +data.bottom;
            var plot = {
              svg: svg, series: series, group: data.group, cursor: svg.querySelector(".cursor"),
              time: svg.parentNode.parentNode.querySelector(".at"),
              toX: function (pixel) { return +data.x0 + (pixel - left) / (right - left) * (data.x1 - data.x0); },
              toPixel: function (x) { return left + (x - data.x0) / (data.x1 - data.x0) * (right - left); },
              toY: function (pixel) {
                var share = (bottom - pixel) / (bottom - top);
                if (data.log) { return data.y0 * Math.pow(data.y1 / data.y0, share); }
                return +data.y0 + share * (data.y1 - data.y0);
              },
              left: left, right: right
            };
            return plot;
          });
          function show(group, x) {
            plots.forEach(function (plot) {
              if (plot.group !== group) { return; }
              var pixel = plot.toPixel(x);
              plot.cursor.setAttribute("x1", pixel); plot.cursor.setAttribute("x2", pixel);
              plot.cursor.style.visibility = "visible";
              plot.at = x;
              if (plot.time) {
                plot.time.textContent = "at " + (plot.svg.dataset.clock ? clock(x) : number(x, 2));
              }
              plot.series.forEach(function (one) {
                if (!one.out) { return; }
                one.runs = one.runs || runs(one.path);
                var point = nearest(one.runs, pixel), data = one.path.dataset;
                one.out.textContent = point ? number(plot.toY(point[1]), +data.decimals) + "\\u00a0" + data.unit : "n/a";
              });
            });
          }
          function hide(group) {
            plots.forEach(function (plot) {
              if (plot.group !== group) { return; }
              plot.cursor.style.visibility = "hidden";
              if (plot.time) { plot.time.textContent = ""; }
              plot.series.forEach(function (one) { if (one.out) { one.out.textContent = ""; } });
            });
          }
          plots.forEach(function (plot) {
            function move(event) {
              var box = plot.svg.getBoundingClientRect();
              var pixel = (event.clientX - box.left) / box.width * plot.svg.viewBox.baseVal.width;
              if (pixel < plot.left || pixel > plot.right) { hide(plot.group); } else { show(plot.group, plot.toX(pixel)); }
            }
            plot.svg.addEventListener("pointermove", move);
            plot.svg.addEventListener("pointerdown", move);
            plot.svg.addEventListener("pointerleave", function () { hide(plot.group); });
            plot.svg.addEventListener("blur", function () { hide(plot.group); });
            plot.svg.addEventListener("keydown", function (event) {
              var x0 = +plot.svg.dataset.x0, x1 = +plot.svg.dataset.x1, step = (x1 - x0) / (event.shiftKey ? 20 : 200);
              var at = plot.at === undefined ? (x0 + x1) / 2 : plot.at;
              var to = { ArrowLeft: at - step, ArrowRight: at + step, Home: x0, End: x1 }[event.key];
              if (to === undefined) { return; }
              event.preventDefault();
              show(plot.group, Math.min(x1, Math.max(x0, to)));
            });
          });
          var filter = document.querySelector(".filter");
          if (filter) {
            var rows = [].slice.call(document.querySelectorAll(".events tbody tr"));
            var shown = document.getElementById("events-shown");
            var apply = function () {
              var kinds = {}, count = 0, words = filter.querySelector("input[type=search]").value.toLowerCase();
              [].forEach.call(filter.querySelectorAll("input[type=checkbox]"), function (box) { kinds[box.value] = box.checked; });
              rows.forEach(function (row) {
                var fits = kinds[row.className] !== false && row.textContent.toLowerCase().indexOf(words) >= 0;
                row.hidden = !fits;
                if (fits) { count += 1; }
              });
              shown.textContent = count + " of " + rows.length + " shown";
            };
            filter.addEventListener("input", apply);
            apply();
          }
        })();

        """
}
