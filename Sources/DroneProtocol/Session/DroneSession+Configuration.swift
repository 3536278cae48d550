import DroneModel

extension DroneSession {
    /// Writes one key; the outcome comes as ``Output/finished(job:_:)`` under the number returned.
    ///
    /// - Throws: ``CommandError`` for text that cannot be sent; nothing is queued then.
    public mutating func write(key: String, value: String) throws(CommandError) -> Int {
        var trial = ATDatagramWriter(sequence: ATSequence())
        try trial.append(.config(key: key, value: value))
        return channel.enqueue(.write(key: key, value: value, ids: setup.activeIDs))
    }

    /// Reads the whole configuration; it is in ``configuration`` when the job has finished.
    public mutating func readConfiguration() -> Int { channel.enqueue(.readConfiguration) }

    /// Reads the lists of multiconfiguration ids.
    public mutating func readIDs() -> Int { channel.enqueue(.readIDs) }

    /// The control port is connected.
    public mutating func controlOpened(at now: Duration) { channel.controlOpened(at: now) }

    /// The control port could not be reached, or the drone closed it.
    public mutating func controlClosed(at now: Duration) -> [Output] {
        translate(channel.controlClosed(at: now), at: now)
    }

    /// Bytes from the control port, in any split.
    public mutating func receiveControl(_ bytes: [UInt8], at now: Duration) -> [Output] {
        translate(channel.receive(control: bytes, at: now), at: now)
    }

    /// Queues what makes the drone send what the settings ask for.
    mutating func startSetup(at now: Duration) -> [Output] {
        var jobs: Set<Int> = []
        func value(_ flag: Bool) -> String { flag ? "TRUE" : "FALSE" }
        if let ids = settings.ids { jobs.formUnion(enqueue(ids)) }
        switch settings.navdata {
        case .asIs: break
        case .full:
            jobs.insert(
                channel.enqueue(
                    .write(key: "general:navdata_demo", value: value(false), ids: setup.activeIDs)))
        case .demo(let options):
            jobs.insert(
                channel.enqueue(
                    .write(key: "general:navdata_options", value: "\(options.rawValue)", ids: setup.activeIDs)))
            jobs.insert(
                channel.enqueue(.write(key: "general:navdata_demo", value: value(true), ids: setup.activeIDs)))
        }
        if settings.readsConfiguration, configuration == nil { _ = channel.enqueue(.readConfiguration) }
        setup.stage = jobs.isEmpty ? .done : .writing(jobs)
        return []
    }

    /// Activates multiconfiguration sets, unless some are active: the number of the job after which they are; nil
    /// where nothing has to be done.
    ///
    /// They are lost when the drone restarts, or the link is lost, and are not activated again by themselves.
    public mutating func activate(_ ids: MulticonfigurationIDs) -> Int? {
        setup.activeIDs == nil ? enqueue(ids).max() : nil
    }

    private mutating func enqueue(_ ids: MulticonfigurationIDs) -> Set<Int> {
        var jobs: Set<Int> = []
        // The ids in force carry each step; the set just made is in force for the next one.
        var active = MulticonfigurationIDs.standard
        jobs.insert(channel.enqueue(.write(key: "custom:session_id", value: "\(ids.session)", ids: active)))
        active.session = ids.session
        jobs.insert(channel.enqueue(.write(key: "custom:application_id", value: "\(ids.application)", ids: active)))
        active.application = ids.application
        jobs.insert(channel.enqueue(.write(key: "custom:profile_id", value: "\(ids.user)", ids: active)))
        setup.activeIDs = ids
        return jobs
    }

    /// Queues what is asked of the camera, once after each set-up and as soon as the airframe is known, and a reading
    /// of the configuration that verifies it.
    mutating func askForVideo() {
        guard let request = settings.video, setup.stage == .done, !setup.hasAskedForVideo,
            let generation = snapshot.identity.generation
        else { return }
        setup.hasAskedForVideo = true
        for wanted in request.assignments(for: generation) {
            _ = channel.enqueue(.write(key: "\(wanted.key)", value: wanted.value, ids: setup.activeIDs))
        }
        setup.videoReading = channel.enqueue(.readConfiguration)
    }

    /// Says what the drone did not take of what was asked of its camera.
    private mutating func verifyVideo(in read: DroneConfiguration, at now: Duration) -> [Output] {
        setup.videoReading = nil
        guard let request = settings.video, let generation = snapshot.identity.generation else { return [] }
        return request.disagreements(with: read, on: generation)
            .flatMap { note(.warning, "the camera did not take everything: \($0)", at: now) }
    }

    /// Turns what the channel wants into orders for the shell.
    mutating func translate(_ outputs: [ConfigurationChannel.Output], at now: Duration) -> [Output] {
        var orders: [Output] = []
        for output in outputs {
            switch output {
            case .openControl: orders.append(.openControl)
            case .closeControl: orders.append(.closeControl)
            case .finished(let id, let job, let outcome):
                orders += conclude(id: id, job: job, outcome: outcome, at: now)
                orders.append(.finished(job: id, outcome))
            }
        }
        return orders
    }

    private mutating func conclude(
        id: Int, job: ConfigurationJob, outcome: ConfigurationOutcome, at now: Duration
    ) -> [Output] {
        var orders: [Output] = []
        if case .failed(let failure) = outcome, failure != .linkLost {
            snapshot.link.counters.configurationFailed += 1
            orders += note(.warning, "\(job.title): \(failure)", at: now)
        }
        if case .received(let bytes) = outcome, job == .readConfiguration {
            let read = ConfigurationDump(decoding: bytes).configuration
            configuration = read
            if read.isSimulated, snapshot.identity.reality == .real {
                snapshot.identity.reality = .simulated
                orders += note(.notice, "this is a simulated drone, by its own word", at: now)
            }
            if let firmware = read.firmware { orders += identify(firmware: firmware, by: .configuration, at: now) }
            if setup.videoReading == id { orders += verifyVideo(in: read, at: now) }
        }
        if case .writing(var jobs) = setup.stage, jobs.remove(id) != nil {
            if case .failed = outcome {
                setup.stage = .failed(retryAt: now + Self.setupRetry)
            } else {
                setup.stage = jobs.isEmpty ? .done : .writing(jobs)
            }
        }
        return orders
    }
}

extension ConfigurationJob {
    /// What the job is, for people.
    var title: String {
        switch self {
        case .write(let key, let value, _): "writing \(key) = \(value)"
        case .readConfiguration: "reading the configuration"
        case .readIDs: "reading the id lists"
        }
    }
}
