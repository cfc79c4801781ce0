/// The services that tasks call.
enum ServiceName {}
