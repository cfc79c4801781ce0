package import FlowTasks

/// Registers the handlers of files, HTTP and commands, and the storages of `file:`, `sftp:`, `s3:`, `http:` and `https:`.
package func registerTransfer(into registry: inout HandlerRegistry, storages: inout StorageProviders) {
    registry.register(ListFilesHandler())
    registry.register(CopyFileHandler())
    registry.register(CopyFilesHandler())
    registry.register(DeleteFilesHandler())
    registry.register(WriteFileHandler())
    registry.register(ReadFileHandler())
    registry.register(HTTPRequestHandler())
    registry.register(ShellCommandHandler())
    storages.register(scheme: "file") { FileStorage($0) }
    storages.register(scheme: "http") { try HTTPStorage($0) }
    storages.register(scheme: "https") { try HTTPStorage($0) }
    storages.register(scheme: "s3") { try S3Storage($0) }
    storages.register(scheme: "sftp") { try SFTPStorage($0) }
}
