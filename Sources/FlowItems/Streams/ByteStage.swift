/// Takes the bytes of one file as they come, and gives what it makes of them to the next stage.
protocol ByteStage: AnyObject {
    /// Takes bytes, which are valid only during the call.
    func append(_ bytes: UnsafeRawBufferPointer) throws
    /// Says that the file has ended; throws where it ended too early.
    func finish() throws
}
