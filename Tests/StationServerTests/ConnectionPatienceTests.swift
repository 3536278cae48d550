import Testing

@testable import StationServer

struct ConnectionPatienceTests {
    private let limits = StationServerSettings.Limits()

    @Test func `a head has thirty seconds, and bytes do not move that`() {
        let patience = ConnectionPatience(limits, at: .seconds(5))
        #expect(patience.deadline == .seconds(35))
    }

    @Test func `a body has twenty seconds and what its length needs at the slowest`() {
        var patience = ConnectionPatience(limits, at: .zero)
        patience.head(length: 16_384 * 10, at: .seconds(1))
        #expect(patience.deadline == .seconds(31))
    }

    @Test func `a lying length gives no more time than the longest body`() {
        var patience = ConnectionPatience(limits, at: .zero)
        patience.head(length: .max, at: .zero)
        #expect(patience.deadline == .seconds(20 + 1024))
    }

    @Test func `our own time is not the client's`() {
        var patience = ConnectionPatience(limits, at: .zero)
        patience.head(length: 0, at: .zero)
        patience.end()
        #expect(patience.deadline == nil)
        patience.answered(at: .seconds(100))
        #expect(patience.deadline == .seconds(130))
    }

    @Test func `an answer before the end leaves the body its deadline`() {
        var patience = ConnectionPatience(limits, at: .zero)
        patience.head(length: 0, at: .zero)
        patience.answered(at: .seconds(1))
        #expect(patience.deadline == .seconds(20))
    }
}
