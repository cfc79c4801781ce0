/// The operations of the AWS-compatible API.
enum Operation {}
