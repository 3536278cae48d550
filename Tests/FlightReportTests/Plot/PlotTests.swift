import Foundation
import Testing

@testable import FlightReport

@Suite struct PlotTests {
    @Test func `intervals along a curve are areas, intervals along x are bars`() {
        var plot = Plot(
            id: "p", title: "t", horizontal: AxisScale(holding: 0...100, spacing: .linear, ticks: 5),
            horizontalLabel: "x, g", verticalLabel: "y, counts")
        let line = [PlotPoint(x: 0, y: 10), PlotPoint(x: 100, y: 20)]
        plot.series = [.init("law", unit: "counts", decimals: 1, style: 5, points: line)]
        plot.bands = [
            .init(
                "95 %", style: 0, low: line.map { PlotPoint(x: $0.x, y: $0.y - 5) },
                high: line.map { PlotPoint(x: $0.x, y: $0.y + 15) })
        ]
        plot.spans = [
            .init("limit", height: 15, range: 40...70, value: 50),
            .init("far", height: 15, range: 200...300, value: 250),
        ]
        // The axis holds the bands too.
        #expect(plot.vertical.low <= 5 && plot.vertical.high >= 35)
        let markup = plot.markup.html
        // One in the legend, one in the plot; what lies outside of the plot is in the legend only.
        #expect(markup.components(separatedBy: "class=\"area f0\"").count == 3, "\(markup)")
        #expect(markup.components(separatedBy: "class=\"span\"").count == 4, "\(markup)")
        #expect(markup.contains("z\""))
        plot.extraHeight = 100
        #expect(plot.markup.html.contains("0 0 1000 332"))
    }

    private func plot(_ points: [PlotPoint], form: Plot.Series.Form = .line) -> Plot {
        var plot = Plot(
            id: "p", title: "Height", horizontal: AxisScale(holding: 0...10, spacing: .time),
            horizontalLabel: "time, s",
            verticalLabel: "height, m")
        plot.series = [Plot.Series("fused", unit: "m", decimals: 2, style: 0, form: form, points: points)]
        plot.verticalRange = 0...1
        return plot
    }

    private func path(_ plot: Plot) throws -> String {
        let html = plot.markup.html
        let start = try #require(
            html.range(of: "c0\" d=\"M", range: html.range(of: "plot-box").map { $0.upperBound..<html.endIndex }))
        return "M" + html[start.upperBound...].prefix { $0 != "\"" }
    }

    @Test func `a gap in the data is a gap in the line`() throws {
        let points = [
            PlotPoint(x: 0, y: 0), PlotPoint(x: 1, y: 1), PlotPoint(x: 5, y: 1, startsRun: true), PlotPoint(x: 6, y: 0),
        ]
        // 928 pixels for ten seconds, 168 for a metre, from (62, 186).
        #expect(try path(plot(points)) == "M62 186l92.8 -168M526 18l92.8 168")
    }

    @Test func `a point without neighbours is seen`() throws {
        #expect(try path(plot([PlotPoint(x: 5, y: 1, startsRun: true)])) == "M526 18h0")
        #expect(try path(plot([PlotPoint(x: 0, y: 0), PlotPoint(x: 10, y: 0)], form: .dots)) == "M62 186h0M990 186h0")
    }

    @Test func `what lies outside the axis or is no number cannot leave the frame`() throws {
        let points = [PlotPoint(x: -5, y: 0), PlotPoint(x: .nan, y: 1), PlotPoint(x: 1e12, y: 1)]
        #expect(try path(plot(points)) == "M62 186l928 -168")
    }

    @Test func `axes carry units, and the title tells the range to those who hear it`() {
        let html = plot([PlotPoint(x: 0, y: 0.25), PlotPoint(x: 10, y: 0.75)]).markup.html
        #expect(html.contains(">height, m</text>") && html.contains(">time, s</text>"))
        #expect(html.contains("Height. fused from 0.25 to 0.75\u{A0}m.</title>"))
        #expect(html.contains("role=\"img\"") && html.contains("aria-labelledby=\"p-title\""))
    }

    @Test func `a plot without a point says why in place of an empty frame`() {
        var plot = plot([])
        plot.absence = "no height was sent."
        #expect(plot.markup.html.contains("n/a: no height was sent."))
        #expect(!plot.markup.html.contains("class=\"plot\""))
    }

    @Test func `series differ in dash and name, not in colour alone`() {
        let style = "\(ReportPage.style)"
        for index in 1...4 { #expect(style.contains(".c\(index) { stroke: var(--s\(index)); stroke-dasharray:")) }
    }
}
