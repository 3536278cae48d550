public import CellCanvas
public import DroneModel

extension Cockpit {
    /// Takes a key.
    ///
    /// - Parameters:
    ///   - key: The key, or a change of the screen's size.
    ///   - snapshot: What is known of the drone; it decides what is refused.
    ///   - now: When the key arrived, on the clock of the snapshot's readings.
    /// - Returns: What is to be done, in this order.
    public mutating func handle(_ key: KeyEvent, _ snapshot: DroneSnapshot, at now: Duration) -> [Order] {
        if case .resize = key { return [.repaint] }
        motion.hear(at: now)
        switch key {
        case .release(let released):
            if case .move(let axis, let direction)? = Command(released) { motion.release(axis, direction) }
            return expire(at: now)
        case .focusLost:
            if motion.awaitsRelease { warn("the keys go to another window: hover", at: now) }
            motion.release()
            return expire(at: now)
        case .alive: return expire(at: now)
        default: break
        }
        let late = expire(at: now)
        if replay != nil { return late + handleInReplay(key, snapshot, at: now) }
        let command = missionCommand(of: key) ?? Command(key)
        if isReadOnly, mode == .flying || command != .quit {
            if mode == .help, key == .escape || command == .help {
                mode = .flying
            } else if let command {
                return late + perform(command, snapshot, at: now)
            }
            return late
        }
        if case .typing = mode {
            // A small l is a letter here; the capitals keep their meaning, and so does the space bar unless it is sure
            // that there is nothing to land.
            switch command {
            case .land? where key == .character(" ") && standsSurely(snapshot, at: now):
                return late + type(key, snapshot, at: now)
            case .land? where key != .character("l"): return land(at: now)
            case .cutMotors?, .repaint?: return late + perform(command ?? .repaint, snapshot, at: now)
            default: return late + type(key, snapshot, at: now)
            }
        }
        if case .answering(let text) = mode { return late + answer(text, key, snapshot, at: now) }
        if command == .land { return land(at: now) }
        switch mode {
        case .flying, .typing, .answering:
            break
        case .help:
            if key == .escape || command == .help || command == .quit {
                mode = .flying
                return late
            }
        case .confirmingCut:
            mode = .flying
            if key == .character("y") || key == .character("Y") {
                return cutMotors(at: now)
            }
            warn("motor cut cancelled", at: now)
            if key == .escape || key == .character("n") { return late }
        case .confirmingQuit:
            mode = .flying
            if key == .character("y") || command == .quit { return land(at: now) + [.quit] }
            show("staying", at: now)
            if key == .escape || key == .character("n") { return late }
        case .enteringSpeed(let digits):
            if edit(digits, key, at: now) { return late }
            mode = .flying
        }
        return late + (command.map { perform($0, snapshot, at: now) } ?? [])
    }

    mutating func release() {
        motion.release()
        sticks.holdBack()
        ordered = nil
    }

    mutating func land(at now: Duration) -> [Order] {
        release()
        mode = .flying
        show("land", at: now)
        return [.intent(.land)]
    }

    mutating func perform(_ command: Command, _ snapshot: DroneSnapshot, at now: Duration) -> [Order] {
        if replay != nil, command.flies {
            warn("\(command.refusedName) refused: \(Command.replayRefusal)", at: now)
            return []
        }
        if let reason = mission?.refusal(of: command)
            ?? command.refusal(in: snapshot, at: now, readOnly: isReadOnly)
        {
            warn("\(command.refusedName) refused: \(reason)", at: now)
            return []
        }
        switch command {
        case .land:
            return land(at: now)
        case .hover:
            release()
            show(sticks.isHeldBack ? "hover; the sticks count again once they are centred" : "hover", at: now)
            return [.intent(.hover)]
        case .takeOff:
            show("take-off", at: now)
            return [.intent(.takeOff)]
        case .cutMotors:
            mode = .confirmingCut(since: now)
            return []
        case .recover:
            show("recover", at: now)
            return [.intent(.recover)]
        case .flatTrim:
            show("flat trim", at: now)
            return [.intent(.flatTrim)]
        case .calibrate:
            show("calibrate: the drone turns once", at: now)
            return [.intent(.calibrateMagnetometer)]
        case .openCommandLine:
            mode = .typing(CommandEntry())
            return []
        case .mute:
            bell.isMuted.toggle()
            show(bell.isMuted ? "alarm bell off" : "alarm bell on", at: now)
            return []
        case .move(let axis, let direction):
            motion.press(axis, direction, reports: keyReports, at: now)
            note(ordered: setpoint(at: now), at: now)
            return ordered.map { [.intent(.move($0))] } ?? []
        case .slower, .faster:
            setSpeed(speedPercent + (command == .faster ? Self.speedStep : -Self.speedStep), at: now)
            return []
        case .enterSpeed:
            mode = .enteringSpeed(digits: "")
            return []
        case .nextPane:
            compactPane = compactPane.next(among: arrangements)
            return []
        case .arrange(let arrangement):
            guard arrangements.contains(arrangement) else { return [] }
            self.arrangement = arrangement
            compactPane = arrangement.compactPane
            return []
        case .saveScreen:
            return [.saveScreen]
        case .repaint:
            return [.repaint]
        case .nextPictureView:
            pictureView = pictureView.next
            show("video: \(pictureView)", at: now)
            return []
        case .nextPictureMode:
            return [.nextPictureMode]
        case .takePicture:
            return [.takePicture]
        case .help:
            mode = .help
            return []
        case .quit:
            if isReadOnly || !mayBeAirborne(snapshot, at: now) { return [.quit] }
            mode = .confirmingQuit
            return []
        case .replay(let intent):
            return [.replay(intent)]
        case .mission(let key):
            return perform(key, at: now)
        }
    }

    /// The layouts that there are now.
    var arrangements: [Arrangement] {
        Arrangement.allCases.filter { arrangement in
            switch arrangement {
            case .fly, .video, .lift: true
            case .mission: mission != nil
            case .payload: payload != nil
            case .ferry: ferry != nil
            }
        }
    }

    /// Whether the drone is known to stand, and nobody wants it to fly: a blank is then a blank where text is typed.
    func standsSurely(_ snapshot: DroneSnapshot, at now: Duration) -> Bool {
        snapshot.telemetry.isFlying(at: now) == false && !snapshot.wantsFlight
    }

    /// Whether quitting could leave a drone in the air: unless it says it is down, or was never heard of.
    private func mayBeAirborne(_ snapshot: DroneSnapshot, at now: Duration) -> Bool {
        if snapshot.identity.reality == .replay { return false }
        if let flying = snapshot.telemetry.isFlying(at: now) { return flying || snapshot.wantsFlight }
        return snapshot.telemetry.status != nil || snapshot.wantsFlight
    }

    private mutating func setSpeed(_ percent: Int, at now: Duration) {
        speedPercent = min(Self.speedRange.upperBound, max(Self.speedRange.lowerBound, percent))
        show("speed \(speedPercent) % of the limits", at: now)
    }

    /// Takes a key into the speed entry; false when the key is none of its own and the entry ends.
    private mutating func edit(_ digits: String, _ key: KeyEvent, at now: Duration) -> Bool {
        switch key {
        case .character(let digit) where digit.isASCII && digit.isNumber:
            mode = .enteringSpeed(digits: String((digits + String(digit)).suffix(3)))
        case .backspace, .delete:
            mode = .enteringSpeed(digits: String(digits.dropLast()))
        case .enter:
            mode = .flying
            if let percent = Int(digits), Self.speedRange.contains(percent) {
                setSpeed(percent, at: now)
            } else {
                warn("speed refused: a number from 10 to 100 is needed", at: now)
            }
        case .escape:
            mode = .flying
        default:
            return false
        }
        return true
    }

    /// What the line above the keys says, most urgent first: a question, the latest message, what is wrong.
    func prompt(_ moment: Moment) -> Prompt? {
        switch mode {
        case .confirmingCut(let since):
            let left = max(.zero, Self.cutConfirmation - (moment.clock - since))
            let confirmation = pad?.confirmation.map { "y or \($0)" } ?? "y"
            return Prompt(
                text: "\(confirmation) CUTS THE MOTORS, the drone falls. Any other: no. "
                    + "\(left.seconds.fixed(1) ?? "0.0") s left",
                brief: "\(confirmation) CUTS MOTORS", style: Palette.alarm)
        case .confirmingQuit:
            return Prompt(
                text: "It may be in the air. Land and quit? y = yes, n = no", brief: "land+quit? y/n",
                style: Palette.prompt)
        case .enteringSpeed(let digits):
            return Prompt(
                text: "Speed, 10 to 100 %: \(digits)_   enter = set, esc = leave", brief: "speed %: \(digits)_",
                style: Palette.prompt)
        case .typing(let entry):
            return prompt(typing: entry)
        case .answering(let text):
            return Prompt(
                text: "answer: \(text)_   enter = answer, esc = leave", brief: "answer: \(text)_", style: Palette.prompt
            )
        case .flying, .help:
            break
        }
        if let message, moment.clock < message.until {
            return Prompt(text: message.text, style: message.isWarning ? Palette.warning : Palette.value)
        }
        // What follows tells a pilot what to do.
        if replay != nil { return nil }
        if let age = moment.snapshot.link.age(at: moment.now), age >= Freshness.expiry {
            return Prompt(
                text: "NO NAVDATA for \(age.brief): keys are still sent, land is space",
                brief: "NO NAVDATA \(age.brief)", style: Palette.alarm)
        }
        if moment.telemetry.status.current(at: moment.now)?.contains(.emergency) == true {
            return Prompt(
                text: "EMERGENCY: motors are off. Put it upright, then e recovers", brief: "e recovers",
                style: Palette.alarm)
        }
        return missionPrompt()
    }
}

/// The line above the key bar.
struct Prompt: Equatable {
    /// The whole sentence.
    var text: String
    /// What is said where the sentence has no room.
    var brief: String
    /// How it looks.
    var style: Style

    init(text: String, brief: String? = nil, style: Style) {
        self.text = text
        self.brief = brief ?? text
        self.style = style
    }
}

extension Command {
    /// The command's name in the sentence that refuses it.
    fileprivate var refusedName: String {
        switch self {
        case .takeOff: "take-off"
        case .recover: "recover"
        case .flatTrim: "flat trim"
        case .calibrate: "calibration"
        case .land: "landing"
        case .hover: "hover"
        case .cutMotors: "motor cut"
        case .openCommandLine: "command line"
        case .move: "movement"
        case .mission(.goOn): "go on"
        case .mission(.skip): "skip"
        case .mission(.abort): "abort"
        case .mission(.answer), .mission(.typeAnswer): "answer"
        default: "key"
        }
    }
}
