/// Shows nothing.
struct QuietView: RunView {
    func tick() {}
    func finish() {}
}
