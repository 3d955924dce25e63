import Foundation
import LocalCluster
import TestKit
import Testing

@Suite struct `The test kit` {
  @Test func `reads tables without their header`() {
    let rows = table(
      """
      name        | points

      Hoàng Văn A | 87.50
        B         |
      """)
    #expect(rows == [["Hoàng Văn A", "87.50"], ["B", ""]])
  }

  @Test func `plays the same numbers for the same seed`() {
    // The first numbers of the reference implementation for the seed 1234567.
    var seeded = Seeded(seed: 1_234_567)
    #expect(seeded.next() == 6_457_827_717_110_365_317)
    #expect(seeded.next() == 3_203_168_211_198_807_973)
    var (left, right) = (Seeded.forTest(), Seeded(seed: 0))
    right = Seeded(seed: left.seed)
    #expect((0..<10).map { _ in left.next() } == (0..<10).map { _ in right.next() })
  }

  @Test func `compares with a golden file`() {
    expectGolden("một\nhai\nba", "three-lines.txt")
  }

  @Test func `makes, keeps and rewrites a golden file, and shows what differs`() throws {
    let folder = try Scratch.folder("golden") + "/Golden"
    func look(_ text: String, rewrites: Bool = false) -> String? {
      complaint(about: text, "deep/lines.txt", in: folder, rewrites: rewrites)
    }
    #expect(look("một\nhai")?.contains("UPDATE_GOLDEN=1 makes it") == true)
    #expect(look("một\nhai", rewrites: true) == nil)
    #expect(look("một\nhai") == nil)
    #expect(look("một\nhai rưỡi")?.contains("2 - hai\n2 + hai rưỡi") == true)
  }

  @Test func `sees two spellings of one letter as different`() {
    #expect(difference(from: "\u{1EBF}", to: "e\u{0302}\u{0301}").contains("1 - "))
  }
}

@Suite struct `A program under test` {
  private static let shell = Program(path: "/bin/sh")

  @Test func `gets words, an environment and input, and gives back all three results`()
    async throws
  {
    let script = #"read line; echo "$1 $MOOD $line"; echo no >&2; exit 3"#
    let outcome = try await Self.shell.run(
      ["-c", script, "sh", "một"], environment: ["MOOD": "hai"], input: "ba\n")
    #expect(outcome.code == 3)
    #expect(outcome.output == "một hai ba\n")
    #expect(outcome.errors == "no\n")
  }

  @Test func `is killed when it takes too long`() async throws {
    await #expect(throws: TestKitProblem.self) {
      try await Self.shell.run(["-c", "echo begun; exec sleep 60"], timeout: .seconds(1))
    }
  }

  @Test func `does not fill up while it writes more than a pipe holds`() async throws {
    let script = "i=0; while [ $i -lt 20000 ]; do echo 0123456789; i=$((i+1)); done"
    #expect(try await Self.shell.run(["-c", script]).output.utf8.count == 220_000)
  }
}

@Suite(.timeLimit(.minutes(1))) struct `The watchdog` {
  @Test func `ends the server and clears the folder of a killed test process`() async throws {
    let pipe = try ChildPipe()
    let holder = try Child(
      [Program("cluster-probe").path, "hold"], streams: Child.Streams(output: pipe.entry))
    close(pipe.entry)
    let line = await offThePool {
      var byte: UInt8 = 0
      var text: [UInt8] = []
      while read(pipe.outlet, &byte, 1) == 1, byte != 10 { text.append(byte) }
      return String(decoding: text, as: UTF8.self)
    }
    close(pipe.outlet)
    let words = line.split(separator: " ").map(String.init)
    let (root, server) = (try #require(words.first), try #require(words.last))
    #expect(root.hasPrefix("/tmp/cadre-t-") && access("/proc/\(server)", F_OK) == 0)
    kill(holder.pid, SIGKILL)
    #expect(await holder.exit() == .signal(SIGKILL))
    for _ in 0..<400 where access(root, F_OK) == 0 {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(access(root, F_OK) != 0)
    #expect(access("/proc/\(server)/cwd", F_OK) != 0)
  }
}
