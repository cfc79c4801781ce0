/// Tests of flows: mocks per state and attempt, without a clock.
enum StateTest {}
