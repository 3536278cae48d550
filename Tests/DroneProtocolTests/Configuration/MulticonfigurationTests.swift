import DroneModel
import Testing

@testable import DroneProtocol

@Suite struct MulticonfigurationIDTests {
    @Test(
        arguments: [
            ("00000000", 0), ("1da978de", 0x1DA9_78DE), ("ffffffff", 0xFFFF_FFFF), ("0000000a", 10),
        ] as [(String, UInt32)])
    func `an id is eight lower-case digits`(text: String, value: UInt32) {
        #expect(MulticonfigurationID(text)?.value == value)
        #expect(MulticonfigurationID(value).description == text)
    }

    @Test(arguments: ["", "0", "1DA978DE", "1da978d", "1da978de0", "1da978dg", "+1da978d", " 1da978d", "-all"])
    func `anything else is no id`(text: String) {
        #expect(MulticonfigurationID(text) == nil)
    }

    @Test func `ids follow the SDK's recipes`() {
        // zlib's check value for the nine digits, and python's binascii.crc32(b"stork:2.0").
        #expect(MulticonfigurationID.user(named: "123456789").description == "cbf43926")
        #expect(MulticonfigurationID.application(named: "stork").description == "476cb2f5")
        #expect(MulticonfigurationID.session(random: 7).value == 7)
        #expect(MulticonfigurationID.session(random: 0) != .standard)
    }

    @Test(arguments: [
        ("1da978de", MulticonfigurationSelector.select(MulticonfigurationID(0x1DA9_78DE))),
        ("-1da978de", .delete(MulticonfigurationID(0x1DA9_78DE))), ("-all", .deleteAll),
    ])
    func `an id is selected, deleted, or all are`(text: String, selector: MulticonfigurationSelector) {
        #expect(MulticonfigurationSelector(text) == selector)
        #expect(selector.wireText == text)
    }

    @Test(arguments: ["-", "--all", "-ALL", "all", "-1da978d", ""])
    func `other forms are refused`(text: String) {
        #expect(MulticonfigurationSelector(text) == nil)
    }

    @Test func `CONFIG_IDS names session, user, application`() {
        let ids = MulticonfigurationIDs(
            session: MulticonfigurationID(1), user: MulticonfigurationID(2), application: MulticonfigurationID(3))
        #expect(ids.wireOrder.map(\.value) == [1, 2, 3])
        #expect(ids[.user].value == 2 && ids[.common] == .standard)
        #expect(ids.isCustom(.common) && !MulticonfigurationIDs.standard.isCustom(.common))
    }
}

@Suite struct MulticonfigurationStoreTests {
    private static let session = MulticonfigurationID(0x71CA_1641)
    private static let user = MulticonfigurationID(0x1234_5678)
    private static let application = MulticonfigurationID(0x1DA9_78DE)
    private static let all = MulticonfigurationIDs(session: session, user: user, application: application)

    private var store = MulticonfigurationStore(generation: .ardrone2, firmware: FirmwareVersion(2, 4, 8))

    private mutating func activate() {
        _ = store.write(Self.session.description, to: .sessionID)
        _ = store.write(Self.user.description, to: .profileID)
        _ = store.write(Self.application.description, to: .applicationID)
    }

    @Test mutating func `without ids the codec is read-only and the limits are not`() {
        #expect(
            store.write("130", to: .videoCodec) == .ignored(.invalid(.needsMulticonfiguration(.videoCodec, .session))))
        #expect(store.effective.videoCodec == .h264)
        #expect(
            store.write("0.3", to: .tiltMaximum)
                == .stored([.tiltMaximum, ConfigurationKey.tiltMaximum.twin(outdoor: false)]))
        #expect(store.effective[.tiltMaximum] == "3.0000001e-01")
    }

    @Test mutating func `the first write of an id copies the defaults into a new set`() {
        _ = store.write("0.3", to: .tiltMaximum)
        activate()
        #expect(store.active == Self.all)
        #expect(store.effective.multiconfigurationIDs == Self.all)
        #expect(store.effective[.tiltMaximum] == "3.0000001e-01")
        #expect(store.list.sessions.map(\.description) == ["Default session configuration"])
        #expect(store.list.applications.map(\.id) == [Self.application])
    }

    @Test mutating func `active ids must be named exactly`() {
        activate()
        #expect(store.write("130", to: .videoCodec) == .ignored(.idsDoNotMatch(active: Self.all, named: nil)))
        var wrong = Self.all
        wrong.user = .standard
        #expect(
            store.write("130", to: .videoCodec, named: wrong)
                == .ignored(.idsDoNotMatch(active: Self.all, named: wrong)))
        #expect(store.effective.videoCodec == .h264)
        #expect(store.write("130", to: .videoCodec, named: Self.all) == .stored([.videoCodec]))
        #expect(store.effective.videoCodec == .mpeg4Recording720p)
    }

    @Test mutating func `ids may be written whatever ids are named`() {
        // As an SDK client starts: it names the ids it is going to create.
        #expect(store.write("-all", to: .sessionID, named: Self.all) == .selected(.standard))
        #expect(store.write(Self.session.description, to: .sessionID, named: Self.all) != .selected(.standard))
        #expect(store.active.session == Self.session)
    }

    @Test mutating func `each set keeps its own values`() {
        activate()
        _ = store.write("130", to: .videoCodec, named: Self.all)
        _ = store.write("0.4", to: .tiltMaximum, named: Self.all)
        let second = MulticonfigurationID(2)
        var ids = Self.all
        ids.session = second
        #expect(store.write("00000002", to: .sessionID, named: Self.all) == .selected(ids))
        #expect(store.effective.videoCodec == .h264)
        #expect(store.effective[.tiltMaximum] == "4.0000001e-01")
        _ = store.write(Self.session.description, to: .sessionID, named: ids)
        #expect(store.effective.videoCodec == .mpeg4Recording720p)
        _ = store.write("00000000", to: .profileID, named: Self.all)
        #expect(store.effective[.tiltMaximum] == "2.0943952e-01")
    }

    @Test mutating func `common values belong to every set`() {
        activate()
        #expect(store.write("5000", to: .altitudeMaximum, named: Self.all) == .stored([.altitudeMaximum]))
        _ = store.write("-all", to: .sessionID, named: Self.all)
        #expect(store.effective.altitudeMaximum == 5)
    }

    @Test mutating func `a deleted set is gone and the default one is at work`() {
        activate()
        _ = store.write("130", to: .videoCodec, named: Self.all)
        _ = store.write("-\(Self.session)", to: .sessionID, named: Self.all)
        #expect(store.active.session == .standard && store.active.user == Self.user)
        #expect(store.effective.videoCodec == .h264)
        _ = store.write(Self.session.description, to: .sessionID)
        #expect(store.effective.videoCodec == .h264)
        _ = store.write("-00000009", to: .sessionID)
        #expect(store.list.sessions.count == 1)
    }

    @Test mutating func `switching the mode works inside the user's set`() {
        activate()
        _ = store.write("0.4", to: .tiltMaximum, named: Self.all)
        _ = store.write("TRUE", to: .outdoor, named: Self.all)
        #expect(store.effective[.tiltMaximum] == "3.4906584e-01")
        _ = store.write("FALSE", to: .outdoor, named: Self.all)
        #expect(store.effective[.tiltMaximum] == "4.0000001e-01")
        // The default user's limits were never touched.
        _ = store.write("00000000", to: .profileID, named: Self.all)
        #expect(store.effective[.tiltMaximum] == "2.0943952e-01")
    }

    @Test mutating func `descriptions are listed`() {
        activate()
        _ = store.write("stork:2.0", to: .applicationDescription, named: Self.all)
        #expect(store.list.applications == [.init(id: Self.application, description: "stork:2.0")])
        #expect(MulticonfigurationList(decoding: store.list.bytes) == store.list)
    }

    @Test mutating func `sets cannot fill the memory`() {
        for number in 1...UInt32(MulticonfigurationStore.maximumSets) {
            _ = store.write(MulticonfigurationID(number).description, to: .sessionID)
        }
        #expect(store.write("ffffffff", to: .sessionID) == .ignored(.tooManySets(.session)))
        #expect(store.list.sessions.count == MulticonfigurationStore.maximumSets)
    }

    @Test mutating func `bad values change nothing`() throws {
        let before = store
        #expect(store.write("9", to: .ultrasound) != .stored([.ultrasound]))
        #expect(store.write("x\"y", to: .droneName) != .stored([.droneName]))
        let unknown = try #require(ConfigurationKey("no:such_key"))
        #expect(store.write("1", to: unknown) != .stored([unknown]))
        #expect(store.write("1DA978DE", to: .sessionID) != .selected(.standard))
        #expect(store == before)
    }

    @Test mutating func `a restart forgets what is not saved and keeps what is`() {
        activate()
        _ = store.write("Stork", to: .droneName, named: Self.all)
        _ = store.write("130", to: .videoCodec, named: Self.all)
        _ = store.write("777060865", to: .navdataOptions, named: Self.all)
        store.setByDrone("57", to: .flyingTime)
        store.restart()
        #expect(store.active == .standard)
        #expect(store.effective.droneName == "Stork")
        #expect(store.effective.flyingTime == .seconds(57))
        _ = store.write(Self.session.description, to: .sessionID)
        _ = store.write(Self.application.description, to: .applicationID)
        #expect(store.effective.videoCodec == .mpeg4Recording720p)
        #expect(store.effective.navdataOptions == 65537)
    }

    @Test func `a drone of SDK 1.5 has no sets`() {
        var old = MulticonfigurationStore(generation: .ardrone1, firmware: FirmwareVersion(1, 5, 1))
        #expect(old.write("1da978de", to: .sessionID) != .selected(.standard))
        #expect(old.active == .standard && old.effective[.sessionID] == nil)
        #expect(old.write("TRUE", to: .navdataDemo) == .stored([.navdataDemo]))
    }
}
