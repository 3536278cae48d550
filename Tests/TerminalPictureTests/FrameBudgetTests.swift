import TerminalPicture
import Testing

struct FrameBudgetTests {
    @Test func `the first frame goes at once and the next when it is paid for`() throws {
        var budget = FrameBudget(bytesPerSecond: 10_000)
        let found1 = budget.admitsFrame(at: .seconds(5), pendingBytes: 0)
        #expect(found1)
        budget.frameWasSent(bytes: 5_000, at: .seconds(5))
        let next = try #require(budget.nextFrame(after: .seconds(5)))
        #expect(next >= .milliseconds(5500) && next <= .milliseconds(5501))
        let found2 = budget.admitsFrame(at: .milliseconds(5499), pendingBytes: 0)
        #expect(!found2)
        let found3 = budget.admitsFrame(at: next, pendingBytes: 0)
        #expect(found3)
        #expect(budget.nextFrame(after: next) == nil)
        #expect((budget.shownFrames, budget.droppedFrames, budget.bytes) == (1, 1, 5_000))
    }

    @Test(arguments: [1_000, 20_000, 75_000, 300_000])
    func `over time the budget holds and is used`(rate: Int) {
        var budget = FrameBudget(bytesPerSecond: rate)
        for frame in 0..<3_000 {
            let now = Duration.milliseconds(frame * 33)
            if budget.admitsFrame(at: now, pendingBytes: 0) { budget.frameWasSent(bytes: 3_000, at: now) }
        }
        let offered = 3_000 * 3_000
        let allowed = min(offered, rate * 99)
        #expect(budget.bytes <= allowed + rate / 4 + 2 * 3_000)
        #expect(budget.bytes >= allowed * 95 / 100 - 3_000)
        #expect(budget.shownFrames + budget.droppedFrames == 3_000)
    }

    @Test func `a pause saves up no more than a quarter of a second`() {
        var budget = FrameBudget(bytesPerSecond: 4_000)
        budget.frameWasSent(bytes: 100, at: .zero)
        let found4 = budget.admitsFrame(at: .seconds(3600), pendingBytes: 0)
        #expect(found4)
        budget.frameWasSent(bytes: 1_000, at: .seconds(3600))
        let found5 = budget.admitsFrame(at: .seconds(3600), pendingBytes: 0)
        #expect(found5)
        budget.frameWasSent(bytes: 1, at: .seconds(3600))
        let found6 = budget.admitsFrame(at: .seconds(3600), pendingBytes: 0)
        #expect(!found6)
    }

    @Test func `without a budget only the terminal holds frames up`() {
        var budget = FrameBudget()
        budget.frameWasSent(bytes: .max, at: .zero)
        let found7 = budget.admitsFrame(at: .zero, pendingBytes: 0)
        #expect(found7)
        let found8 = budget.admitsFrame(at: .zero, pendingBytes: 1)
        #expect(!found8)
        let found9 = budget.admitsFrame(at: .zero, pendingBytes: 0)
        #expect(found9)
        #expect(budget.nextFrame(after: .zero) == nil)
    }

    @Test func `a clock that steps back is no time`() {
        var budget = FrameBudget(bytesPerSecond: 1_000)
        budget.frameWasSent(bytes: 1_000, at: .seconds(10))
        let found10 = budget.admitsFrame(at: .seconds(1), pendingBytes: 0)
        #expect(!found10)
        let found11 = budget.admitsFrame(at: .milliseconds(10_999), pendingBytes: 0)
        #expect(!found11)
        let found12 = budget.admitsFrame(at: .milliseconds(11_000), pendingBytes: 0)
        #expect(found12)
    }

    @Test(arguments: [0, -3, Int.min]) func `a budget of nothing is one byte a second`(rate: Int) {
        var budget = FrameBudget(bytesPerSecond: rate)
        #expect(budget.bytesPerSecond == 1)
        budget.bytesPerSecond = rate
        #expect(budget.bytesPerSecond == 1)
        budget.frameWasSent(bytes: -7, at: .zero)
        #expect(budget.bytes == 0)
    }
}
