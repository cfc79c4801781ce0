import Synchronization

/// Room for one evaluator that is not in use.
///
/// Whoever takes it is alone with it; of evaluators that come back at the same time, one is kept.
struct SpareEvaluator: ~Copyable {
    private let place = Atomic<UnsafeMutableRawPointer?>(nil)

    deinit { _ = take() }

    func take() -> Evaluator? {
        place.exchange(nil, ordering: .acquiring).map { Unmanaged<Evaluator>.fromOpaque($0).takeRetainedValue() }
    }

    func keep(_ evaluator: Evaluator) {
        let kept = Unmanaged.passRetained(evaluator).toOpaque()
        let former = place.exchange(kept, ordering: .acquiringAndReleasing)
        former.map { Unmanaged<Evaluator>.fromOpaque($0).release() }
    }
}
