import Gamepad
import Synchronization
import Testing

@testable import GamepadDevices

struct PadMailboxTests {
    private func axis(_ code: UInt16, _ value: Int, path: String = "a") -> PadUpdate {
        .changed(path: path, .axis(PadAxis(code: code), value))
    }

    private func button(_ isPressed: Bool) -> PadUpdate {
        .changed(path: "a", .button(PadButton(code: 0x130), isPressed: isPressed))
    }

    @Test func `where much waits the newest place of an axis is kept, and no button is lost`() {
        let mailbox = PadMailbox {}
        for value in 0..<5000 { #expect(mailbox.post([axis(0, value)])) }
        let more = [button(true), axis(0, 7), axis(1, 1), axis(0, 8), button(false)]
        #expect(mailbox.post(more))
        let taken = mailbox.take()
        #expect(taken == (0..<64).map { axis(0, $0) } + [axis(0, 4999)] + more)
        #expect(mailbox.take() == [])
    }

    @Test func `a tap of a directional pad is never lost`() {
        let mailbox = PadMailbox {}
        let taps = [axis(0x11, -1), axis(0x11, 0), axis(0x11, -1), axis(0x11, 0)]
        #expect(mailbox.post(taps))
        #expect(mailbox.take() == taps)
    }

    @Test func `what nobody takes does not grow, and ends as a pad that is gone`() {
        let rings = Mutex(0)
        let mailbox = PadMailbox { rings.withLock { $0 += 1 } }
        var isKept = true
        for step in 0..<3000 where isKept { isKept = mailbox.post([button(step.isMultiple(of: 2))]) }
        #expect(!isKept)
        #expect(mailbox.take() == [.disconnected(path: "a", reason: "the program was too busy to hear it")])
        #expect(rings.withLock { $0 } == 1025)
    }

    @Test func `a folder that is not there has no pads`() {
        let census = PadCensus(folder: "/nonexistent")
        #expect(census.pads.isEmpty && census.denied == 0)
    }
}
