#if canImport(CEvdev)
    import CEvdev
    import Gamepad
    import Glibc

    /// An open input device that is a game pad. Belongs to one thread.
    final class EvdevPad {
        let path: String
        let descriptor: Int32
        let identity: FileIdentity
        private let device: OpaquePointer

        /// Why a device is no pad for us.
        enum Refusal: Error, Equatable {
            case system(operation: String, code: Int32)
            case notAPad(name: String)

            var reason: String {
                switch self {
                case .system(let operation, let code):
                    let what = String(cString: strerror(code))
                    return code == EACCES
                        ? "\(what): add yourself to the group input, or give the device to your user"
                        : "\(what) (\(operation))"
                case .notAPad(let name): return "“\(name)” is no game pad: see stork gamepad list"
                }
            }
        }

        init(path: String) throws(Refusal) {
            // By path like every later look: another device in this place is another identity.
            guard let identity = FileIdentity(path: path) else { throw .system(operation: "stat", code: errno) }
            let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { throw .system(operation: "open", code: errno) }
            var device: OpaquePointer?
            let result = libevdev_new_from_fd(descriptor, &device)
            guard result == 0, let device else {
                close(descriptor)
                throw .system(operation: "libevdev", code: result == 0 ? EIO : -result)
            }
            self.path = path
            self.descriptor = descriptor
            self.identity = identity
            self.device = device
            if !isPad { throw .notAPad(name: name) }
        }

        deinit {
            libevdev_free(device)
            close(descriptor)
        }

        private var name: String { libevdev_get_name(device).map { String(cString: $0) } ?? "" }

        /// Two axes and a joystick's or a game pad's button; not the motion sensors that a pad brings along.
        private var isPad: Bool {
            let hasAxes = [ABS_X, ABS_Y].allSatisfy { has(EV_ABS, UInt32($0)) }
            let hasButtons = PadButton.padRange.contains { has(EV_KEY, UInt32($0)) }
            return hasAxes && hasButtons && libevdev_has_property(device, UInt32(INPUT_PROP_ACCELEROMETER)) == 0
        }

        private func has(_ type: Int32, _ code: UInt32) -> Bool {
            libevdev_has_event_code(device, UInt32(type), code) == 1
        }

        private static let axes: ClosedRange<UInt16> = 0...0x2E

        /// What it is and has.
        var description: PadDescription {
            var axes: [PadAxis: PadDescription.Range] = [:]
            for code in Self.axes where has(EV_ABS, UInt32(code)) {
                guard let info = libevdev_get_abs_info(device, UInt32(code))?.pointee else { continue }
                axes[PadAxis(code: code)] = PadDescription.Range(
                    minimum: Int(info.minimum), maximum: Int(info.maximum), flat: Int(info.flat))
            }
            let buttons = PadButton.range.filter { has(EV_KEY, UInt32($0)) }.map { PadButton(code: $0) }
            return PadDescription(
                name: name, vendor: UInt16(truncatingIfNeeded: libevdev_get_id_vendor(device)),
                product: UInt16(truncatingIfNeeded: libevdev_get_id_product(device)), axes: axes,
                buttons: Set(buttons))
        }

        /// How it is now.
        var state: PadState {
            var state = PadState()
            for code in Self.axes where has(EV_ABS, UInt32(code)) {
                state.axes[PadAxis(code: code)] = Int(libevdev_get_event_value(device, UInt32(EV_ABS), UInt32(code)))
            }
            for code in PadButton.range where libevdev_get_event_value(device, UInt32(EV_KEY), UInt32(code)) == 1 {
                state.pressed.insert(PadButton(code: code))
            }
            return state
        }

        /// No device tells as much between two looks; one that does gets its next turn later.
        private static let burst = 1024

        /// What happened since the last time. The kernel drops what nobody reads; libevdev then tells the difference.
        func read() throws(Refusal) -> [PadEvent] {
            var events: [PadEvent] = []
            var flags = LIBEVDEV_READ_FLAG_NORMAL.rawValue
            for _ in 0..<Self.burst {
                var event = input_event()
                let status = libevdev_next_event(device, flags, &event)
                if status == -EAGAIN {
                    if flags == LIBEVDEV_READ_FLAG_NORMAL.rawValue { break }
                    flags = LIBEVDEV_READ_FLAG_NORMAL.rawValue
                    continue
                }
                guard status >= 0 else { throw .system(operation: "read", code: -status) }
                if status == Int32(LIBEVDEV_READ_STATUS_SYNC.rawValue) { flags = LIBEVDEV_READ_FLAG_SYNC.rawValue }
                if let event = Self.event(event) { events.append(event) }
            }
            return events
        }

        private static func event(_ event: input_event) -> PadEvent? {
            switch Int32(event.type) {
            case EV_ABS where axes.contains(event.code):
                return .axis(PadAxis(code: event.code), Int(event.value))
            // 2 is a repetition.
            case EV_KEY where PadButton.range.contains(event.code) && (0...1).contains(event.value):
                return .button(PadButton(code: event.code), isPressed: event.value == 1)
            default: return nil
            }
        }
    }

    /// Tells a device from another that took its path.
    struct FileIdentity: Equatable {
        private let inode: UInt64
        private let device: UInt64
        private let changed: Int64

        init?(path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            inode = UInt64(status.st_ino)
            device = UInt64(status.st_rdev)
            changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
        }

        /// The same device, whatever its permissions are now.
        func isSameDevice(as other: FileIdentity) -> Bool { inode == other.inode && device == other.device }
    }
#endif
