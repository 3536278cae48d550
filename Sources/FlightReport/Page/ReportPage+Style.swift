extension ReportPage {
    /// The style of every report: light and dark by the reader's preference, paper in light.
    ///
    /// Colours of series are those of Okabe and Ito, told apart by most eyes; every series also has its own dash pattern
    /// and every verdict its sign and word, so that nothing is said by colour alone.
    static let style: StaticString = """

        :root {
          --paper: #ffffff; --ink: #1b2330; --soft: #5a6472; --line: #d5dae1; --panel: #f5f7f9; --grid: #e4e8ed;
          --accent: #0b5cad; --pass: #1a6b34; --warn: #8a5300; --fail: #b3201d; --none: #5a6472;
          --s0: #0b62b0; --s1: #c4480c; --s2: #00785a; --s3: #a3387e; --s4: #6b5d00; --s5: #1b2330;
          --b0: #dfe3e8; --b1: #f9e3b4; --b2: #d5ecd7; --b3: #d3e5f8; --b4: #ecd9f0; --b5: #fbd5cc;
          --sim: #7a3a00; --sim-paper: #ffe9c7; --sim-stripe: #ffdca6;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #11161d; --ink: #e6eaf0; --soft: #a3adba; --line: #323b47; --panel: #1a212a; --grid: #29313c;
            --accent: #7cb7f5; --pass: #6fcf8a; --warn: #f0b45a; --fail: #ff8a80; --none: #a3adba;
            --s0: #6db5f7; --s1: #f79a5b; --s2: #4fd0a5; --s3: #ee9ccb; --s4: #e3d14e; --s5: #e6eaf0;
            --b0: #262d36; --b1: #453614; --b2: #1c3a25; --b3: #19324c; --b4: #3b2542; --b5: #4d211b;
            --sim: #ffd79a; --sim-paper: #4a2d06; --sim-stripe: #5a380a;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--paper); color: var(--ink);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
        header, nav, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
        header { padding-top: 1.75rem; }
        h1 { font-size: 1.8rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
        .subtitle { color: var(--soft); margin: .35rem 0 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
        h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
        p, li, dd, td, th { overflow-wrap: break-word; }
        p { margin: .5rem 0; max-width: 50rem; }
        .note { color: var(--soft); font-size: .875rem; }
        a { color: var(--accent); }
        nav ul { list-style: none; padding: 0; margin: 1rem 0 0; display: flex; flex-wrap: wrap; gap: .25rem 1.1rem;
          font-size: .9rem; }
        footer { margin-top: 3rem; padding-top: 1rem; padding-bottom: 2rem; color: var(--soft); font-size: .85rem;
          border-top: 1px solid var(--line); }
        .banner { padding: .55rem 1.25rem; text-align: center; }
        .banner strong { letter-spacing: .08em; margin-right: .75rem; }
        .banner.simulated { position: sticky; top: 0; z-index: 5; color: var(--sim); border-bottom: 2px solid var(--sim);
          background: repeating-linear-gradient(135deg, var(--sim-paper) 0 14px, var(--sim-stripe) 14px 28px); }
        .banner.unknown { color: var(--soft); background: var(--panel); border-bottom: 1px solid var(--line); }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .75rem; margin: 0; }
        .cards div { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .7rem .9rem; }
        .contacts { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: .5rem 0; padding: 0; }
        .contacts li { break-inside: avoid; font-size: .8rem; color: var(--soft); }
        .contacts img { display: block; border: 1px solid var(--line); }
        .cards dt { color: var(--soft); font-size: .8rem; }
        .cards dd { margin: 0; }
        .cards dd.big { font-size: 1.3rem; font-weight: 600; line-height: 1.3; }
        .cards dd.more { font-size: .8rem; color: var(--soft); line-height: 1.35; margin-top: .15rem; }
        .verdicts { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; list-style: none; padding: 0; margin: 0 0 .75rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .875rem; }
        table.narrow { width: auto; min-width: min(30rem, 100%); }
        caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); }
        thead th { color: var(--soft); font-weight: 600; border-bottom-width: 2px; white-space: nowrap; }
        tbody th { font-weight: 600; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .verdict { white-space: nowrap; font-weight: 600; }
        .verdict .sign { display: inline-block; width: 1.35em; text-align: center; }
        .pass { color: var(--pass); } .warn { color: var(--warn); } .fail { color: var(--fail); }
        .none { color: var(--none); }
        figure { margin: 1.25rem 0 0; }
        figcaption { display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: baseline; }
        figcaption strong { font-size: 1rem; }
        .legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; font-size: .82rem; list-style: none; margin: 0;
          padding: 0; }
        .legend svg { width: 2.1rem; height: .6rem; vertical-align: middle; margin-right: .3rem; }
        .legend b { font-weight: 400; font-variant-numeric: tabular-nums; color: var(--soft); }
        .plot-box { overflow-x: auto; }
        svg.plot, svg.map { display: block; width: 100%; height: auto; min-width: 38rem; color: var(--ink);
          font: 12.5px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        svg.map { min-width: 0; max-width: 44rem; } svg.map.small { max-width: 30rem; }
        svg text { fill: var(--soft); } svg .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
        svg text.strong { fill: var(--ink); }
        svg .frame { fill: none; stroke: var(--line); } svg .grid { stroke: var(--grid); fill: none; }
        svg .limit { stroke: var(--fail); stroke-dasharray: 2 4; fill: none; } svg text.limit { fill: var(--fail);
          stroke-dasharray: none; stroke: none; }
        svg text.limit.halo { stroke: var(--paper); stroke-dasharray: none; }
        svg .cursor { stroke: var(--ink); stroke-width: 1; visibility: hidden; }
        svg.plot:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .series { fill: none; stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; }
        .dots { stroke-width: 4.5; }
        .c0 { stroke: var(--s0); } .c1 { stroke: var(--s1); stroke-dasharray: 7 3; }
        .c2 { stroke: var(--s2); stroke-dasharray: 2 3.2; } .c3 { stroke: var(--s3); stroke-dasharray: 9 3 2 3; }
        .c4 { stroke: var(--s4); stroke-dasharray: 14 4; } .c5 { stroke: var(--s5); }
        .dots.c1, .dots.c2, .dots.c3, .dots.c4 { stroke-dasharray: none; }
        table.dense { font-size: .8rem; } table.dense th, table.dense td { padding: .4rem .45rem; }
        table.dense thead th { white-space: normal; vertical-align: bottom; } table.dense tbody th { white-space: nowrap; }
        table.dense td:last-child:not(.number) { min-width: 9rem; }
        .area { opacity: .2; stroke: none; } .span { stroke: var(--fail); stroke-width: 5; stroke-linecap: round;
          opacity: .55; fill: none; }
        .dots.big { stroke-width: 9; } .headline { font-size: 1.25rem; line-height: 1.4; }
        .bar { stroke: var(--paper); } .f0 { fill: var(--s0); } .f1 { fill: var(--s1); } .f2 { fill: var(--s2); }
        .f3 { fill: var(--s3); } .f4 { fill: var(--s4); } .f5 { fill: var(--s5); }
        .band { fill: var(--soft); }
        .b0 { fill: var(--b0); } .b1 { fill: var(--b1); } .b2 { fill: var(--b2); } .b3 { fill: var(--b3); }
        .b4 { fill: var(--b4); } .b5 { fill: var(--b5); }
        .hatch { fill: url(#no-data); } .hatch-line { stroke: var(--line); }
        .tick-notice { fill: var(--soft); } .tick-warning { fill: var(--warn); } .tick-alarm { fill: var(--fail); }
        .marker { stroke: var(--paper); stroke-width: 1.5; } .start { fill: var(--pass); } .finish { fill: var(--fail); }
        .spread { fill: none; stroke: var(--soft); stroke-dasharray: 3 3; }
        .filter { display: none; flex-wrap: wrap; gap: .4rem 1.2rem; align-items: center; font-size: .875rem;
          margin: 0 0 .5rem; border: 0; padding: 0; }
        .live .filter { display: flex; }
        .filter legend { float: left; padding: 0; margin-right: .6rem; color: var(--soft); }
        .filter input[type=search] { font: inherit; color: inherit; background: var(--panel); padding: .2rem .5rem;
          border: 1px solid var(--line); border-radius: .3rem; min-width: 0; width: 14rem; max-width: 100%; }
        .events { max-height: 32rem; overflow: auto; border: 1px solid var(--line); border-radius: .5rem; }
        .events .scroll { overflow: visible; }
        .events thead th { position: sticky; top: 0; background: var(--panel); }
        .events td { overflow-wrap: anywhere; }
        dl.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3rem 1.25rem; margin: 0;
          font-size: .9rem; }
        dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; overflow-wrap: anywhere; }
        code { font: .92em ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        .sheet { display: none; }
        @media screen and (max-width: 48rem) {
          table.stacks, table.stacks tbody, table.stacks tr, table.stacks th, table.stacks td { display: block; }
          table.stacks thead { display: none; } table.stacks th, table.stacks td { border: 0; padding: .1rem 0; }
          table.stacks tr { border-bottom: 1px solid var(--line); padding: .6rem 0; }
          .scroll table:not(.stacks) tbody th { position: sticky; left: 0; background: var(--paper); }
        }
        @media (max-width: 40rem) {
          svg.plot { font-size: 16px; }
          body { font-size: 15px; } h1 { font-size: 1.45rem; }
          dl.facts { grid-template-columns: minmax(0, 1fr); gap: 0; } dl.facts dd { margin-bottom: .5rem; }
          .banner { text-align: left; padding: .4rem 1.25rem; font-size: .85rem; }
        }
        @media print {
          @page { size: A4; margin: 14mm 12mm 14mm; }
          :root { --paper: #ffffff; --ink: #000000; --soft: #444b55; --line: #c2c8d0; --panel: #ffffff; --grid: #e1e5ea;
            --accent: #000000; --pass: #1a6b34; --warn: #8a5300; --fail: #b3201d; --none: #444b55;
            --s0: #0b62b0; --s1: #c4480c; --s2: #00785a; --s3: #a3387e; --s4: #6b5d00; --s5: #000000;
            --b0: #e6e9ed; --b1: #fbeac4; --b2: #ddf0df; --b3: #dbeaf9; --b4: #f0e1f3; --b5: #fce0d9;
            --sim: #7a3a00; --sim-paper: #ffffff; --sim-stripe: #fff3de; }
          html { font-size: 13px; } body { font-size: 1rem; -webkit-print-color-adjust: exact;
            print-color-adjust: exact; }
          header, nav, main, footer { max-width: none; padding: 0; } header { padding-top: 1rem; }
          nav, .live .filter, svg .cursor { display: none; }
          .banner { text-align: left; }
          .banner.simulated { position: static; }
          body.simulated .sheet { display: block; position: fixed; right: 0; bottom: 0; font-size: .8rem;
            font-weight: 600; color: var(--sim); letter-spacing: .06em; background: var(--paper); padding-left: 1em; }
          h2 { break-after: avoid; } figure, tr, .cards div { break-inside: avoid; }
          h3, figcaption { break-after: avoid; }
          svg.plot { min-width: 0; } .plot-box, .scroll { overflow: visible; }
          .events { max-height: none; overflow: visible; border: 0; } .events thead th { position: static; }
          tr[hidden] { display: table-row; }
        }

        """
}
