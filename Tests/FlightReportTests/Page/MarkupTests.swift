import Testing

@testable import FlightReport

@Suite struct MarkupTests {
    @Test(arguments: [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\"><img src=x onerror='f()'>", "&quot;&gt;&lt;img src=x onerror=&#39;f()&#39;&gt;"),
        ("Tom & Jerry &amp; Co", "Tom &amp; Jerry &amp;amp; Co"),
        ("plain words, 12 % — ±3 °", "plain words, 12 % — ±3 °"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("bell\u{7}, nul\u{0}, escape\u{1B}[31m", "bell\u{FFFD}, nul\u{FFFD}, escape\u{FFFD}[31m"),
        ("turned \u{202E}round\u{2066}", "turned \u{FFFD}round\u{FFFD}"),
    ])
    func `text stands for itself, whatever it is`(text: String, html: String) {
        #expect(Markup.text(text).html == html)
        #expect(Markup.element("p", ["title": text], text).html == "<p title=\"\(html)\">\(html)</p>")
    }

    @Test func `an attribute without a value is left out, an empty one is bare`() {
        #expect(Markup.element("p", ["id": nil, "hidden": ""], "a").html == "<p hidden>a</p>")
        #expect(Markup.void("input", ["checked": "", "value": "1"]).html == "<input checked value=\"1\">")
    }

    @Test func `a page holds one script and one style, and its policy names that script`() throws {
        var page = ReportPage(
            title: "</title><script>x</script>", subtitle: "<b>", nature: .real, program: "stork \"1\"")
        page.sections = [.init(id: "a", title: "</h2><script>", content: .text("</section><style>"))]
        let html = page.html
        #expect(html.components(of: "<script") == 1)
        #expect(html.components(of: "<style") == 1)
        #expect(html.contains("script-src &#39;sha256-"))
        #expect(html.contains(ReportPage.generatorMark))
        #expect(!html.contains("SIMULATED</strong>"))
    }

    @Test func `a simulated page says so in its title, in front, at its end and on every sheet`() {
        let page = ReportPage(title: "t", subtitle: "s", nature: .simulated(note: "seed 7"), program: "stork 1")
        let html = page.html
        #expect(html.contains("<title>SIMULATED \u{2013} t</title>"))
        #expect(html.contains("<strong>SIMULATED</strong><span>seed 7</span>"))
        #expect(html.contains("<div class=\"sheet\">SIMULATED</div>"))
        #expect(html.contains("SIMULATED: no real drone flew."))
    }

    @Test(
        arguments: [
            ([], ""), ([0x66], "Zg=="), ([0x66, 0x6F], "Zm8="), ([0x66, 0x6F, 0x6F], "Zm9v"),
            ([0x66, 0x6F, 0x6F, 0x62, 0x61, 0x72], "Zm9vYmFy"),
        ] as [([UInt8], String)])
    func `base64 is that of RFC 4648`(bytes: [UInt8], text: String) {
        #expect(ReportPage.base64(bytes) == text)
    }
}

extension String {
    /// How often a piece of text is in it.
    func components(of piece: String) -> Int { ranges(of: piece).count }
}
