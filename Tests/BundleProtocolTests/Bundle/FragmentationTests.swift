import BundleProtocol
import Testing

@Suite struct FragmentationTests {
    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"))
    func `the pieces of the example are octet for octet the example's`() throws {
        let pieces = try Bundle(decoding: Examples.bytes("B3")).fragments(ofAtMost: 10)
        #expect(pieces[0].encoded() == Examples.bytes("B4a"))
        var second = pieces[1]
        second.payload = Array(Samples.alphabet[10...])
        #expect(second.encoded() == Examples.bytes("B4b"))
    }

    @Test(arguments: 1...26) func `cut anywhere and put together in any order, the bundle is the same`(length: Int)
        throws
    {
        let bundle = try Samples.group()
        let pieces = try bundle.fragments(ofAtMost: length)
        #expect(pieces.count == (26 + length - 1) / length)
        for order in [pieces, pieces.reversed(), pieces.shuffled()] {
            var reassembly = Reassembly()
            var whole: Bundle?
            for (index, piece) in order.enumerated() {
                let again = try Bundle(decoding: piece.encoded())
                switch reassembly.insert(again, deadline: .seconds(1)) {
                case .complete(let bundle): whole = bundle
                case .waiting(let have, let total):
                    #expect(have < 26 && total == 26 && index < order.count - 1)
                    // The same piece again changes nothing.
                    #expect(reassembly.insert(again, deadline: .seconds(1)) == .waiting(have: have, of: 26))
                case .refused(let reason):
                    if length < 26 { Issue.record("\(reason)") } else { whole = again }
                }
            }
            #expect(whole == bundle)
            #expect(reassembly.count == 0 && reassembly.octets == 0)
        }
    }

    @Test func `pieces of different cuts overlap and still make the whole`() throws {
        let bundle = try Samples.group()
        let sevens = try bundle.fragments(ofAtMost: 7)
        let tens = try bundle.fragments(ofAtMost: 10)
        let fragments = try sevens[1].fragments(ofAtMost: 3)
        #expect(fragments.map(\.primary.fragment?.offset) == [7, 10, 13])
        var reassembly = Reassembly()
        var whole: Bundle?
        for piece in [tens[2], fragments[2], sevens[0], tens[1], tens[0], fragments[0], sevens[3]] {
            if case .complete(let bundle) = reassembly.insert(piece, deadline: .zero) {
                whole = bundle
                break
            }
        }
        #expect(whole == bundle)
    }

    @Test func `random overlapping cuts of a megabyte come together`() throws {
        var numbers = SeededNumbers(seed: 4)
        let payload = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        let bundle = try Samples.group(payload)
        var pieces = try bundle.fragments(ofAtMost: 1000)
        pieces.shuffle(using: &numbers)
        var reassembly = Reassembly()
        var whole: Bundle?
        for piece in pieces {
            if case .complete(let bundle) = reassembly.insert(piece, deadline: .zero) { whole = bundle }
        }
        #expect(whole == bundle)
    }

    @Test func `the front piece has all blocks, the others those that say so`() throws {
        let pieces = try Samples.group().fragments(ofAtMost: 20)
        #expect(pieces[0].extensions.map(\.type) == [.previousNode, .bundleAge, .hopCount])
        #expect(pieces[1].extensions.map(\.type) == [.bundleAge, .hopCount])
    }

    @Test func `what must stay whole stays whole`() throws {
        var bundle = try Samples.group()
        #expect(throws: FragmentationError.noRoom) { try bundle.fragments(ofAtMost: 0) }
        bundle.primary.flags.insert(.mustNotBeFragmented)
        #expect(throws: FragmentationError.mustNotBeFragmented) { try bundle.fragments(ofAtMost: 25) }
        #expect(try bundle.fragments(ofAtMost: 26) == [bundle])
        bundle.primary.flags.remove(.mustNotBeFragmented)
        try bundle.sign(1, key: .direct([UInt8](repeating: 7, count: 32)), source: .node("alice"))
        #expect(throws: FragmentationError.payloadIsSigned) { try bundle.fragments(ofAtMost: 10) }
        let pieces = try bundle.fragments(ofAtMost: 10, allowSigned: true)
        var reassembly = Reassembly()
        var outcomes = pieces.map { reassembly.insert($0, deadline: .zero) }
        guard case .complete(let whole)? = outcomes.popLast() else {
            Issue.record("not put together")
            return
        }
        try whole.verify(1) { _ in [UInt8](repeating: 7, count: 32) }
    }

    @Test func `another total and more than there is room for are refused`() throws {
        let pieces = try Samples.group().fragments(ofAtMost: 10)
        var reassembly = Reassembly(limits: .init(octets: 1000, bundles: 2))
        #expect(reassembly.insert(pieces[0], deadline: .seconds(9)) == .waiting(have: 10, of: 26))
        var other = pieces[1]
        other.primary.fragment?.totalLength = 30
        #expect(reassembly.insert(other, deadline: .seconds(9)) == .refused(.otherTotal(30, earlier: 26)))
        #expect(reassembly.insert(try Samples.group(), deadline: .zero) == .refused(.whole))
        var huge = pieces[1]
        huge.primary.fragment?.totalLength = 1 << 63
        #expect(reassembly.insert(huge, deadline: .zero) == .refused(.tooLarge(1 << 63)))
        for sequence in 10..<14 {
            var stranger = pieces[0]
            stranger.primary.created.sequence = UInt64(sequence)
            let outcome = reassembly.insert(stranger, deadline: .seconds(5))
            #expect(outcome == (sequence == 10 ? .waiting(have: 10, of: 26) : .refused(.full)))
        }
        #expect(reassembly.expire(at: .seconds(6)).map(\.created.sequence) == [10])
        #expect(reassembly.count == 1)
        #expect(reassembly.insert(pieces[2], deadline: .seconds(3)) == .waiting(have: 16, of: 26))
        #expect(reassembly.expire(at: .seconds(3)).isEmpty)
        #expect(reassembly.expire(at: .seconds(4)).count == 1)
        #expect(reassembly.octets == 0)
    }

    @Test func `a front piece with large blocks counts against the limit`() throws {
        var piece = try Samples.group().fragments(ofAtMost: 10)[0]
        piece.extensions.append(
            CanonicalBlock(type: BlockType(rawValue: 230), number: 9, data: [UInt8](repeating: 0, count: 10_000)))
        var reassembly = Reassembly(limits: .init(octets: 10_000))
        #expect(reassembly.insert(piece, deadline: .zero) == .refused(.full))
        #expect(reassembly.count == 0 && reassembly.octets == 0)
    }
}
