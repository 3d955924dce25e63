import Basics
import CLibpq
import Glibc
import Postgres

/// The workload by libpq alone, written as one would write it in C.
final class Raw {
  private let handle: OpaquePointer
  private static let all = "SELECT id, name, born, grade, points FROM postgres_benchmark"

  struct CannotConnect: Error {}

  init(conninfo: String) throws {
    guard let handle = PQconnectdb(conninfo), PQstatus(handle) == CONNECTION_OK else {
      throw CannotConnect()
    }
    self.handle = handle
    PQsetNoticeProcessor(handle, { _, _ in }, nil)
    PQclear(PQprepare(handle, "one", Self.all + " WHERE id = $1", 1, [20]))
    // The setup of the tables comes later, so the first try may have failed.
  }

  deinit { PQfinish(handle) }

  func command(_ text: String) {
    let result = PQexec(handle, text)
    precondition(
      PQresultStatus(result) == PGRES_COMMAND_OK, String(cString: PQerrorMessage(handle)))
    PQclear(result)
    PQclear(PQprepare(handle, "one", Self.all + " WHERE id = $1", 1, [20]))
    PQclear(
      PQprepare(
        handle, "grade", "SELECT grade FROM postgres_benchmark WHERE id = $1", 1, [20]))
  }

  private func number<Number: FixedWidthInteger>(
    _ pointer: UnsafeRawPointer, _ type: Number.Type = Number.self
  ) -> Number {
    Number(bigEndian: pointer.loadUnaligned(as: Number.self))
  }

  private func text(_ pointer: UnsafeRawPointer, _ count: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: pointer, count: count), as: UTF8.self)
  }

  private func day(_ pointer: UnsafeRawPointer) -> Day {
    Day(number: number(pointer, Int32.self) + 10_957) ?? .beginning
  }

  /// A numeric of two decimals.
  private func points(_ pointer: UnsafeRawPointer) -> Points {
    let count = Int(number(pointer, Int16.self))
    let weight = Int(number(pointer + 2, Int16.self))
    var value: Int64 = 0
    for index in 0..<count {
      value = value * 10_000 + Int64(number(pointer + 8 + index * 2, Int16.self))
    }
    var places = (count - 1 - weight) * 4
    while places > 2 { (value, places) = (value / 10, places - 1) }
    while places < 2 { (value, places) = (value * 10, places + 1) }
    return Points(hundredths: value)
  }

  private func entry(_ result: OpaquePointer?, _ row: Int32) -> Entry {
    Entry(
      id: number(PQgetvalue(result, row, 0)),
      name: text(PQgetvalue(result, row, 1), Int(PQgetlength(result, row, 1))),
      born: day(PQgetvalue(result, row, 2)), grade: number(PQgetvalue(result, row, 3)),
      points: points(PQgetvalue(result, row, 4)))
  }

  func rows() -> Int {
    let result = PQexecParams(handle, Self.all, 0, nil, nil, nil, nil, 1)
    defer { PQclear(result) }
    var entries: [Entry] = []
    entries.reserveCapacity(Int(PQntuples(result)))
    for row in 0..<PQntuples(result) { entries.append(entry(result, row)) }
    return entries.reduce(0) { $0 &+ $1.check }
  }

  private func bound<R>(
    _ value: Int, _ body: (UnsafePointer<UnsafePointer<CChar>?>?, [Int32], [Int32]) -> R
  ) -> R {
    withUnsafeBytes(of: Int64(value).bigEndian) { bytes in
      let values = [bytes.baseAddress?.assumingMemoryBound(to: CChar.self)]
      return values.withUnsafeBufferPointer { body($0.baseAddress, [8], [1]) }
    }
  }

  func queries() -> Int {
    var sum = 0
    PQclear(PQexec(handle, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"))
    for value in 1...Workload.queryCount {
      let result = bound(value) { PQexecPrepared(handle, "one", 1, $0, $1, $2, 1) }
      sum &+= entry(result, 0).check
      PQclear(result)
    }
    PQclear(PQexec(handle, "COMMIT"))
    return sum
  }

  func transactions() -> Int {
    var sum = 0
    for value in 1...2000 {
      PQclear(PQexec(handle, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"))
      let result = bound(value) { PQexecPrepared(handle, "grade", 1, $0, $1, $2, 1) }
      sum &+= Int(number(PQgetvalue(result, 0, 0), Int32.self))
      PQclear(result)
      PQclear(PQexec(handle, "COMMIT"))
    }
    return sum
  }

  func pipelined() -> Int {
    PQclear(PQexec(handle, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"))
    var (sum, sent, received) = (0, 0, 0)
    PQsetnonblocking(handle, 1)
    PQenterPipelineMode(handle)
    while received < Workload.queryCount {
      if sent - received <= 256, sent < Workload.queryCount {
        for _ in 0..<min(256, Workload.queryCount - sent) {
          sent += 1
          _ = bound(sent) { PQsendQueryPrepared(handle, "one", 1, $0, $1, $2, 1) }
        }
        _ = sent == Workload.queryCount ? PQpipelineSync(handle) : PQsendFlushRequest(handle)
      }
      let rest = PQflush(handle)
      var wanted = pollfd(
        fd: PQsocket(handle), events: Int16(rest > 0 ? POLLIN | POLLOUT : POLLIN), revents: 0)
      poll(&wanted, 1, -1)
      PQconsumeInput(handle)
      while received < sent, PQisBusy(handle) == 0 {
        guard let result = PQgetResult(handle) else { continue }
        sum &+= entry(result, 0).check
        received += 1
        PQclear(result)
      }
    }
    while true {
      let result = PQgetResult(handle)
      let status = PQresultStatus(result)
      PQclear(result)
      if status == PGRES_PIPELINE_SYNC { break }
    }
    PQexitPipelineMode(handle)
    PQsetnonblocking(handle, 0)
    PQclear(PQexec(handle, "COMMIT"))
    return sum
  }

  func copyOut() -> Int {
    PQclear(
      PQexecParams(
        handle, "COPY (\(Self.all)) TO STDOUT (FORMAT binary)", 0, nil, nil, nil, nil, 1))
    var buffer: UnsafeMutablePointer<CChar>?
    var (sum, skip) = (0, 19)
    while PQgetCopyData(handle, &buffer, 0) > 0 {
      guard let start = buffer else { break }
      defer { PQfreemem(start) }
      var next = UnsafeRawPointer(start) + skip
      skip = 0
      guard number(next, Int16.self) == 5 else { continue }
      next += 2
      func cell() -> (UnsafeRawPointer, Int) {
        let count = Int(number(next, Int32.self))
        defer { next += 4 + count }
        return (next + 4, count)
      }
      let (id, name, born, grade, score) = (cell(), cell(), cell(), cell(), cell())
      let entry = Entry(
        id: number(id.0), name: text(name.0, name.1), born: day(born.0), grade: number(grade.0),
        points: points(score.0))
      sum &+= entry.check
    }
    while let result = PQgetResult(handle) { PQclear(result) }
    return sum
  }

  func copyIn() -> Int {
    PQclear(PQexec(handle, "BEGIN; TRUNCATE postgres_benchmark_in"))
    PQclear(
      PQexecParams(
        handle,
        "COPY postgres_benchmark_in (id, name, born, grade, points) FROM STDIN (FORMAT binary)",
        0, nil, nil, nil, nil, 1))
    var bytes: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    func put<Number: FixedWidthInteger>(_ number: Number) {
      withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
    func send() {
      bytes.withUnsafeBytes {
        _ = PQputCopyData(
          handle, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count))
      }
      bytes.removeAll(keepingCapacity: true)
    }
    for number in 1...Workload.rowCount {
      let entry = Entry.made(number)
      put(Int16(5))
      put(Int32(8))
      put(entry.id)
      put(Int32(entry.name.utf8.count))
      bytes.append(contentsOf: entry.name.utf8)
      put(Int32(4))
      put(entry.born.number - 10_957)
      put(Int32(4))
      put(entry.grade)
      let (whole, part) = entry.points.hundredths.quotientAndRemainder(dividingBy: 100)
      put(Int32(12))
      for field in [2, 0, 0, 2, whole, part * 100] { put(Int16(field)) }
      if bytes.count >= 65_536 { send() }
    }
    put(Int16(-1))
    send()
    PQputCopyEnd(handle, nil)
    var rows = 0
    while let result = PQgetResult(handle) {
      rows = Int(String(cString: PQcmdTuples(result))) ?? 0
      PQclear(result)
    }
    PQclear(PQexec(handle, "COMMIT"))
    return rows
  }
}
