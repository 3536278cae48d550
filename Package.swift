// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is built with. Language mode 6 comes with the tools version.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// The targets that touch bytes from outside: every unsafe operation is spelled `unsafe`,
/// and cursors may not outlive the bytes they read.
let bytes: [SwiftSetting] =
    strict + [.strictMemorySafety(), .enableExperimentalFeature("Lifetimes")]

let package = Package(
    name: "stork",
    products: [.executable(name: "stork", targets: ["stork"])],
    dependencies: [
        // The command line: parsing, help texts, exit codes.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        // Sockets, one event loop per drone.
        .package(url: "https://github.com/apple/swift-nio", from: "2.81.0"),
        // YAML with line and column of every node: fault scripts, later missions.
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
        // HMAC, AES-GCM and key wrapping for bundles that are signed or encrypted (RFC 9173).
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        // The HTTP port for phones and browsers: its core alone, without router, TLS and HTTP/2.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        // What that core speaks in: parts of requests and responses, a logger that says nothing.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
        // SQLite for the ferry's store: prepared statements, pools of readers beside one writer, errors with their cause.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // The program: the only place that parses arguments, prints, exits or catches signals.
        .executableTarget(
            name: "stork",
            dependencies: [
                "BloomFilter", "CellCanvas", "Cockpit", "CursesTerminal", "DroneLink", "DroneModel", "DroneProtocol",
                "DroneSimulation",
                "FerryChat",
                "FerryWeb",
                "FlightExport",
                "FlightRecording",
                "FlightReplay",
                "FlightReport",
                "Gamepad",
                "GamepadDevices",
                "BundleProtocol",
                "BundleStore",
                "JSONText",
                "LiftAnalysis",
                "MessageFerry",
                "MissionRehearsal",
                "Missions",
                "PayloadExport",
                "PayloadIntake",
                "PayloadJournal",
                "PayloadStation",
                "PhotoMetadata",
                "QRCode",
                "ScriptText",
                "SimulationHost",
                "StationServer",
                "TerminalPicture",
                "Video",
                "WebExchange",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // For developers: fuzzing (Tests/fuzz.sh) and benchmarks.
        .executableTarget(
            name: "StorkFuzz",
            dependencies: [
                "BloomFilter", "BundleProtocol", "BundleStore", "CellCanvas", "Cockpit", "DroneModel", "DroneProtocol",
                "FerryChat",
                "FlightExport",
                "FlightRecording",
                "FlightReport",
                "Gamepad",
                "JSONText",
                "LiftAnalysis",
                "MessageFerry",
                "Missions",
                "PayloadIntake",
                "PayloadJournal",
                "PhotoMetadata",
                "ScriptText",
                "TerminalKeys",
                "TerminalPicture",
                "Video",
                "WebExchange",
                "WireBytes",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "StorkBenchmarks",
            dependencies: [
                "BloomFilter", "BundleProtocol", "BundleStore", "CAllocationCount", "CPseudoTerminal", "CellCanvas",
                "Cockpit", "FerryExperiment", "MessageFerry",
                "DroneLink",
                "DroneModel",
                "DroneProtocol",
                "DroneSimulation",
                "FlightExport",
                "FlightRecording",
                "FlightRehearsal",
                "FlightReplay",
                "LiftProving",
                "Missions",
                "SimulatedCamera",
                "TerminalPicture",
                "Video",
                "WireBytes",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),
        // Makes the simulated flights in Recordings.
        .executableTarget(
            name: "StorkSamples",
            dependencies: ["DroneSimulation", "FlightRecording", "DroneProtocol", "DroneModel", "WireBytes"],
            swiftSettings: strict),
        // Puts its own malloc in front of glibc's; only the benchmarks link it.
        .target(name: "CAllocationCount"),
        // What glibc shows only to C that defines _GNU_SOURCE: pseudo-terminals, a session of its own.
        .target(name: "CPseudoTerminal"),

        // Screen.
        .target(name: "Cockpit", dependencies: ["CellCanvas", "DroneModel", "Gamepad"], swiftSettings: strict),
        .target(
            name: "CursesTerminal", dependencies: ["CellCanvas", "TerminalKeys", "CNcurses"], swiftSettings: strict),
        .target(name: "TerminalKeys", dependencies: ["CellCanvas"], swiftSettings: strict),
        .target(name: "TerminalPicture", dependencies: ["CellCanvas"], swiftSettings: strict),
        .target(name: "CellCanvas", swiftSettings: strict),
        // The chat of the ferry: what is said, a screen and an input line as values.
        .target(name: "FerryChat", dependencies: ["CellCanvas"], swiftSettings: strict),

        // Game pads. macOS has no evdev: there the module finds none.
        .target(
            name: "GamepadDevices",
            dependencies: ["Gamepad", .target(name: "CEvdev", condition: .when(platforms: [.linux]))],
            swiftSettings: strict),

        // Sockets.
        .target(
            name: "DroneLink",
            dependencies: [
                "DroneProtocol", "DroneModel",
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .target(
            name: "SimulationHost",
            dependencies: [
                "DroneSimulation", "ScriptText", "SimulatedCamera",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),

        .target(
            name: "FlightReplay",
            dependencies: [
                "FlightRecording", "DroneProtocol", "DroneModel",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),

        // An HTTP port for phones and browsers nearby.
        .target(
            name: "StationServer",
            dependencies: [
                "WebExchange",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),

        // What phones on the drone send: the port, the page, the folder.
        .target(
            name: "PayloadStation",
            dependencies: [
                "PayloadIntake", "PayloadJournal", "StationServer", "WebExchange", "QRCode", "DroneModel", "JSONText",
            ],
            swiftSettings: strict),
        .target(name: "QRCode", dependencies: ["CQREncode"], swiftSettings: strict),
        .target(
            name: "PayloadExport", dependencies: ["FlightRecording", "PayloadJournal", "DroneModel", "JSONText"],
            swiftSettings: strict),
        .target(name: "PhotoMetadata", dependencies: ["CExif", "DroneModel"], swiftSettings: strict),

        // Pictures.
        .target(
            name: "SimulatedCamera",
            dependencies: ["DroneSimulation", "DroneProtocol", "DroneModel", "Video", "WireBytes"],
            swiftSettings: strict),
        .target(
            name: "Video", dependencies: ["DroneProtocol", "DroneModel", "WireBytes", "CLibav"],
            swiftSettings: bytes),

        // The message ferry.
        .target(
            name: "MessageFerry",
            dependencies: [
                "BloomFilter", "BundleProtocol", "BundleStore", "JSONText", "WireBytes",
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            // A decoder of its own takes a reader by reference.
            swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
        // The page of a node for people with a browser.
        .target(
            name: "FerryWeb",
            dependencies: ["BundleProtocol", "BundleStore", "FerryChat", "JSONText", "MessageFerry", "WebExchange"],
            swiftSettings: strict),
        .target(
            name: "BundleStore", dependencies: ["BundleProtocol", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),

        // Files.
        .target(
            name: "FlightExport",
            dependencies: ["FlightRecording", "Video", "DroneProtocol", "DroneModel", "JSONText", "WireBytes"],
            swiftSettings: bytes),
        .target(
            name: "FlightRecording",
            dependencies: ["DroneModel", "DroneProtocol", "JSONText", "WireBytes", "CPcap", "CZlib"],
            swiftSettings: bytes),
        .target(
            name: "PayloadJournal",
            dependencies: ["PayloadIntake", "WebExchange", "DroneModel", "JSONText", "WireBytes"],
            swiftSettings: strict),
        .target(
            name: "FlightReport",
            dependencies: ["LiftAnalysis", "FlightRecording", "DroneProtocol", "DroneModel", "JSONText", "WireBytes"],
            swiftSettings: strict),
        // Missions flown on the simulated drone in virtual time, recorded as any flight is.
        .target(
            name: "MissionRehearsal",
            dependencies: [
                "Missions", "FlightRecording", "DroneSimulation", "DroneProtocol", "DroneModel", "WireBytes",
            ],
            swiftSettings: strict),
        .target(name: "Missions", dependencies: ["ScriptText", "DroneModel"], swiftSettings: strict),
        .target(
            name: "ScriptText", dependencies: ["DroneModel", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict),

        // Cores: values without sockets, files or clocks.
        .target(
            name: "BundleProtocol", dependencies: ["WireBytes", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: bytes),
        .target(name: "BloomFilter", swiftSettings: bytes),
        .target(
            name: "DroneSimulation", dependencies: ["DroneProtocol", "DroneModel", "WireBytes"], swiftSettings: strict),
        .target(name: "DroneProtocol", dependencies: ["WireBytes", "DroneModel"], swiftSettings: bytes),
        .target(name: "LiftAnalysis", dependencies: ["DroneModel"], swiftSettings: strict),
        .target(name: "DroneModel", swiftSettings: strict),
        .target(name: "Gamepad", dependencies: ["DroneModel", "ScriptText"], swiftSettings: strict),
        .target(name: "JSONText", swiftSettings: strict),
        .target(name: "PayloadIntake", dependencies: ["CExpat", "WebExchange", "DroneModel"], swiftSettings: strict),
        .target(name: "WebExchange", swiftSettings: strict),
        .target(name: "WireBytes", swiftSettings: bytes),

        // C libraries: module maps only. A plain `link` line, because pkg-config prints warnings for ncurses.
        .systemLibrary(
            // Game pads: the kernel's events with what was dropped made good; kept by the maintainer of libinput.
            name: "CEvdev",
            providers: [.apt(["libevdev-dev"])]),
        .systemLibrary(
            // What cameras write into pictures.
            name: "CExif",
            providers: [.apt(["libexif-dev"]), .brew(["libexif"])]),
        .systemLibrary(
            // Tracks in GPX: Foundation's parser ends the program at names that are no UTF-8.
            name: "CExpat",
            providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),
        .systemLibrary(
            name: "CLibav",
            providers: [.apt(["libavcodec-dev", "libavformat-dev", "libavutil-dev"]), .brew(["ffmpeg"])]),
        .systemLibrary(
            name: "CNcurses",
            providers: [.apt(["libncurses-dev"]), .brew(["ncurses"])]),
        .systemLibrary(
            // QR codes for phones that join.
            name: "CQREncode",
            providers: [.apt(["libqrencode-dev"]), .brew(["qrencode"])]),
        .systemLibrary(
            name: "CPcap",
            providers: [.apt(["libpcap-dev"]), .brew(["libpcap"])]),
        .systemLibrary(
            name: "CZlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

        .testTarget(name: "BloomFilterTests", dependencies: ["BloomFilter"], swiftSettings: strict),
        .testTarget(
            name: "BundleProtocolTests", dependencies: ["BundleProtocol", "WireBytes"], swiftSettings: strict),
        .testTarget(
            name: "BundleStoreTests", dependencies: ["BundleStore", "BundleProtocol"], swiftSettings: strict),
        .testTarget(name: "CellCanvasTests", dependencies: ["CellCanvas"], swiftSettings: strict),
        .testTarget(
            name: "CockpitTests", dependencies: ["Cockpit", "CellCanvas", "DroneModel", "Gamepad"],
            swiftSettings: strict),
        .testTarget(
            name: "CursesTerminalTests", dependencies: ["CursesTerminal", "CellCanvas", "CNcurses"],
            swiftSettings: strict),
        .testTarget(
            name: "DroneLinkTests",
            dependencies: [
                "DroneLink", "DroneProtocol", "DroneModel", "DroneSimulation", "SimulationHost",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(name: "DroneModelTests", dependencies: ["DroneModel"], swiftSettings: strict),
        .testTarget(
            name: "DroneProtocolTests", dependencies: ["DroneProtocol", "DroneModel", "WireBytes"],
            swiftSettings: strict),
        .testTarget(
            name: "DroneSimulationTests",
            dependencies: ["DroneSimulation", "DroneProtocol", "DroneModel", "WireBytes"], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "stork", "BloomFilter", "BundleProtocol", "DroneModel", "DroneProtocol", "DroneSimulation",
                "FerryExperiment",
                "FlightRecording",
                "FlightRehearsal",
                "MissionRehearsal",
                "Missions",
                "PayloadIntake",
                "PayloadJournal",
            ],
            exclude: ["drivers"],
            swiftSettings: strict),
        .testTarget(
            name: "FerryWebTests",
            dependencies: ["FerryWeb", "FerryChat", "MessageFerry", "BundleStore", "WebExchange"],
            swiftSettings: strict),
        .testTarget(name: "FerryChatTests", dependencies: ["FerryChat", "CellCanvas"], swiftSettings: strict),
        .testTarget(
            name: "FlightExportTests",
            dependencies: [
                "FlightExport", "FlightRecording", "Video", "DroneProtocol", "DroneModel", "JSONText", "WireBytes",
            ],
            exclude: ["readers"],
            swiftSettings: strict),
        .testTarget(
            name: "FlightRecordingTests",
            dependencies: ["FlightRecording", "DroneProtocol", "DroneModel", "JSONText", "WireBytes"],
            swiftSettings: strict),
        .testTarget(
            name: "FlightReplayTests",
            dependencies: [
                "FlightReplay", "FlightRecording", "DroneProtocol", "DroneModel",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "FlightReportTests",
            dependencies: [
                "FlightReport", "FlightRehearsal", "FlightRecording", "LiftAnalysis", "LiftProving", "MissionRehearsal",
                "Missions", "DroneSimulation", "DroneProtocol", "DroneModel",
                "JSONText",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "GamepadTests", dependencies: ["Gamepad", "DroneModel", "ScriptText"], swiftSettings: strict),
        .testTarget(
            name: "GamepadDevicesTests",
            dependencies: [
                "GamepadDevices", "Gamepad", .target(name: "CEvdev", condition: .when(platforms: [.linux])),
            ],
            swiftSettings: strict),
        // Recordings of simulated flights, flown in virtual time, for tests and benchmarks.
        .target(
            name: "FlightRehearsal",
            dependencies: ["FlightRecording", "DroneSimulation", "DroneProtocol", "DroneModel", "WireBytes"],
            path: "Tests/FlightRehearsal", swiftSettings: strict),
        // The experiment of 2011 with programs and kills, for tests and benchmarks.
        .target(
            name: "FerryExperiment",
            dependencies: [
                "MessageFerry", "BundleStore", "BundleProtocol",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/FerryExperiment", swiftSettings: strict),
        .testTarget(
            name: "GoldenReplayTests", dependencies: ["StorkSamples", "FlightRecording"], exclude: ["Expected"],
            swiftSettings: strict),
        .testTarget(
            name: "MissionRehearsalTests",
            dependencies: [
                "MissionRehearsal", "Missions", "FlightRecording", "DroneSimulation", "DroneProtocol", "DroneModel",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "MissionsTests", dependencies: ["Missions", "DroneModel", "ScriptText"], swiftSettings: strict),
        // Lift campaigns of simulated drones of which the truth is known, for tests and benchmarks.
        .target(
            name: "LiftProving", dependencies: ["LiftAnalysis", "Missions", "DroneSimulation", "DroneModel"],
            path: "Tests/LiftProving", swiftSettings: strict),
        .testTarget(
            name: "LiftAnalysisTests",
            dependencies: ["LiftAnalysis", "LiftProving", "Missions", "DroneModel", "DroneSimulation"],
            swiftSettings: strict),
        .testTarget(
            name: "MessageFerryTests",
            dependencies: [
                "MessageFerry", "BundleStore", "BundleProtocol", "BloomFilter",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(name: "ModuleBoundaryTests", swiftSettings: strict),
        .testTarget(
            name: "SimulationHostTests",
            dependencies: [
                "SimulationHost", "SimulatedCamera", "DroneSimulation", "DroneProtocol", "DroneModel", "ScriptText",
                "Video",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SimulatedCameraTests",
            dependencies: ["SimulatedCamera", "DroneSimulation", "DroneProtocol", "DroneModel", "Video"],
            swiftSettings: strict),
        .testTarget(
            name: "StationServerTests",
            dependencies: [
                "StationServer", "WebExchange",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PayloadIntakeTests", dependencies: ["PayloadIntake", "WebExchange", "DroneModel"],
            swiftSettings: strict),
        .testTarget(
            name: "PayloadJournalTests",
            dependencies: ["PayloadJournal", "PayloadIntake", "WebExchange", "DroneModel"], swiftSettings: strict),
        .testTarget(
            name: "PhotoMetadataTests", dependencies: ["PhotoMetadata", "DroneModel"], swiftSettings: strict),
        .testTarget(
            name: "PayloadExportTests", dependencies: ["PayloadExport", "PayloadJournal", "DroneModel"],
            swiftSettings: strict),
        .testTarget(name: "QRCodeTests", dependencies: ["QRCode"], swiftSettings: strict),
        .testTarget(
            name: "PayloadStationTests",
            dependencies: [
                "PayloadStation", "PayloadIntake", "PayloadJournal", "StationServer", "WebExchange", "DroneModel",
            ],
            swiftSettings: strict),
        .testTarget(name: "WebExchangeTests", dependencies: ["WebExchange"], swiftSettings: strict),
        .testTarget(name: "ScriptTextTests", dependencies: ["ScriptText"], swiftSettings: strict),
        .testTarget(name: "TerminalKeysTests", dependencies: ["TerminalKeys", "CellCanvas"], swiftSettings: strict),
        .testTarget(
            name: "TerminalPictureTests", dependencies: ["TerminalPicture", "CellCanvas"], swiftSettings: strict),
        .testTarget(
            name: "VideoTests", dependencies: ["Video", "DroneProtocol", "DroneModel", "WireBytes"],
            swiftSettings: strict),
        .testTarget(name: "WireBytesTests", dependencies: ["WireBytes"], swiftSettings: strict),
    ]
)
