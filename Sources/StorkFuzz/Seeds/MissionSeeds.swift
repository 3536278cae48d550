/// Missions as people write them, with what people get wrong.
enum MissionSeeds {
    static let texts = [
        """
        # A lift test.
        mission: seed
        drone: 2
        hull: indoor
        weighed: 456 g ± 1 g
        vars: {hold: 20 s, step: 50 cm}
        limits: {altitude: 2.5 m, tilt: 15 deg, battery: 25 %}
        payloads: [0 g, "30 g ± 0.5 g at 0, 60, -10 mm", 60 g]
        runs: 3
        order: counterbalanced
        flights per battery: 3
        profiles:
          climbs:
            - climb by $step
            - descend by $step at 0.2 m/s
        steps:
          - for each payload:
              - attach payload   # on the left
              - flat trim
              - take off
              - hover $hold
              - repeat 2 times:
                  - do climbs
              - turn left 90 deg at 45 deg/s
              - move forward 1 m
              - fly forward 20 % up 10 % turn -5 % for 1 s
              - wait for altitude above 1 m at most 5 s
              - land
        """,
        "mission: a\ninclude: [b.yaml]\nsteps: [take off, wait for battery below 30 % at most 12 min, land]\n",
        "mission: a\nprofiles: {x: [do y], y: [do x]}\nsteps: [do x]\n",
        "mission: a\nsteps: [repeat 1000 times: [repeat 1000 times: [mark x]]]\n",
        "mission: a\npayloads: [0 g]\nruns: 40\norder: random seed 3\nsteps: [for each payload: [attach payload]]\n",
        "mission: a\nsteps:\n  - hoover 20 s\n  - led fire at 2 Hz for 3 s\n  - animation wave\n  - \"mark 'x'\"\n",
        "mission: a\nsteps:\n  - take off\n  - wait for ferry: picked up from dtn://A/, at most 60 s\n"
            + "  - wait for ferry: idle for 5 s\n  - wait for operator: on?\n  - land\n",
    ]
}
