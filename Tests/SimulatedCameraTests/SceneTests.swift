import DroneSimulation
import SimulatedCamera
import Testing
import Video

/// The park, built once: it never changes.
let park = SceneRenderer(seed: 7)

private func look(
    _ x: Double = 0, _ y: Double = 0, _ z: Double = 1.5, _ orientation: Quaternion = .attitude(),
    _ direction: CameraDirection = .front, scene: SceneRenderer = park, width: Int = 320, height: Int = 180
) -> YUVPicture {
    scene.picture(
        position: Vector3(x: x, y: y, z: z), orientation: orientation, direction: direction,
        lens: direction == .front ? .frontOfArdrone2 : .ground, width: width, height: height)
}

/// How far the middle of `before` has to be moved, pixels right and down, to lie best on `after`.
private func flow(_ before: YUVPicture, _ after: YUVPicture, rows: Range<Int>, reach: Int = 12) -> (x: Int, y: Int) {
    var best = (x: 0, y: 0, error: Int.max)
    for dy in -reach...reach {
        for dx in -reach...reach {
            var error = 0
            for y in stride(from: rows.lowerBound, to: rows.upperBound, by: 3) {
                for x in stride(from: 80, to: 240, by: 3) {
                    error += abs(Int(before.luma[x: x, y: y]) - Int(after.luma[x: x + dx, y: y + dy]))
                }
            }
            if error < best.error { best = (dx, dy, error) }
        }
    }
    return (best.x, best.y)
}

@Suite struct SceneTests {
    @Test func `the same seed and place give the same bytes, another seed does not`() {
        #expect(look() == look(scene: SceneRenderer(seed: 7)))
        #expect(look() != look(scene: SceneRenderer(seed: 8)))
    }

    @Test func `above the horizon is sky, below it is ground`() {
        let picture = look(20, 5, 3, .attitude(heading: .pi / 2))
        // Blue above (Cb high), green below (Cb and Cr low).
        #expect(picture.blueDifference[x: 80, y: 5] > 140)
        #expect(picture.blueDifference[x: 80, y: 85] < 120)
        #expect(picture.redDifference[x: 80, y: 85] < 125)
    }

    @Test func `a turn to the right moves the scene to the left`() {
        // 0.03 rad at a focal length of 177 pixels are 5 pixels.
        let moved = flow(look(), look(0, 0, 1.5, .attitude(heading: 0.03)), rows: 40..<90)
        #expect((-6 ... -4).contains(moved.x))
        #expect(abs(moved.y) <= 1)
    }

    @Test func `nose up moves the scene down`() {
        let moved = flow(look(), look(0, 0, 1.5, .attitude(pitch: 0.03)), rows: 40..<90)
        #expect((4...6).contains(moved.y))
        #expect(abs(moved.x) <= 1)
    }

    @Test func `right side down lifts the horizon on the right`() {
        // On open grass to the west; the horizon is the first row of a column that is not sky.
        let picture = look(0, 0, 5, .attitude(roll: 0.3, heading: -.pi / 2))
        func horizon(_ column: Int) -> Int {
            (0..<90).last { picture.blueDifference[x: column, y: $0] > 132 } ?? 0
        }
        // To the pilot the world turns the other way: there is more ground on the right.
        #expect(horizon(140) < horizon(20) - 20)
    }

    @Test func `the ground camera sees the ground go backwards`() {
        // 5 cm forward at 1.5 m and a focal length of 294 pixels: 9 to 10 pixels down.
        let moved = flow(
            look(0, 0, 1.5, .attitude(), .ground), look(0, 0.05, 1.5, .attitude(), .ground), rows: 40..<120)
        #expect((8...11).contains(moved.y))
        #expect(abs(moved.x) <= 1)
    }

    @Test func `the ground camera sees the ground go left when the drone goes right`() {
        let moved = flow(
            look(0, 0, 1.5, .attitude(), .ground), look(0.05, 0, 1.5, .attitude(), .ground), rows: 40..<120)
        #expect((-11 ... -8).contains(moved.x))
        #expect(abs(moved.y) <= 1)
    }

    @Test func `the landing mark lies at the take-off point`() {
        let picture = look(0, 0, 1.5, .attitude(), .ground)
        // The bar of the H in the middle, blue beside it.
        #expect(picture.luma[x: 160, y: 90] > 180)
        #expect(picture.luma[x: 160, y: 50] < 110)
        #expect(picture.blueDifference[x: 80, y: 25] > 135)
    }

    @Test func `things grow as the drone comes nearer`() {
        // Columns of the red crate, 2.6 m east and 5.2 m north: Cr far above everything around it.
        func redPixels(_ north: Double) -> Int {
            look(2.6, north, 0.6).redDifference.samples.count { $0 > 175 }
        }
        #expect(redPixels(2) > 2 * redPixels(0))
    }

    @Test(arguments: [
        Vector3(x: .nan, y: .infinity, z: -.infinity), Vector3(x: 1e30, y: -1e30, z: 1e30), Vector3(x: 0, y: 0, z: -5),
    ])
    func `an impossible place gives a picture all the same`(place: Vector3) {
        for direction in CameraDirection.allCases {
            let picture = park.picture(
                position: place, orientation: .attitude(roll: 3, pitch: 1), direction: direction, lens: .ground,
                width: 64, height: 48)
            #expect(picture.width == 64)
        }
    }

    @Test func `an orientation that is no number gives a picture all the same`() {
        let broken = Quaternion(w: .nan, x: .nan, y: .infinity, z: 0)
        let picture = look(0, 0, 1, broken, width: 64, height: 48)
        #expect(picture.height == 48)
    }

    @Test(arguments: [(176, 144), (320, 240), (640, 360), (88, 72), (17, 17)])
    func `every size has its planes`(width: Int, height: Int) {
        let picture = look(width: width, height: height)
        #expect(picture.width == width & ~1)
        #expect(picture.blueDifference.samples.count == (width & ~1) * (height & ~1) / 4)
    }

    @Test func `any attitude can be looked from`() {
        var brightness = 0
        for step in 0..<24 {
            let angle = Double(step) * .pi / 12
            let picture = look(
                1, 2, 0.3, .attitude(roll: angle, pitch: angle * 0.7, heading: angle * 3), width: 64, height: 36)
            brightness += Int(picture.luma[x: 32, y: 18])
        }
        #expect(brightness > 24 * 16)
    }
}
