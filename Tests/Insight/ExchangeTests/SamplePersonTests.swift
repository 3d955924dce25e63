import Basics
import Testing

@testable import Sample

@Suite struct `A person of the sample` {
  @Test func `has numbers of twelve digits that nobody else has, however many there are`() {
    let numbers = [1, 2, 999_999, 1_000_000, 1_000_001, 1_999_999, 2_000_001, 5_599_999, 5_600_000]
    var (ids, cards): (Set<String>, Set<String>) = ([], [])
    for number in numbers {
      var dice = Dice(seed: UInt64(number))
      let person = SamplePerson(number: number, dice: &dice, inOffice: true)
      #expect(PersonalNumber(person.personalID) != nil, "\(number): \(person.personalID)")
      #expect(person.partyCard.utf8.count == 12)
      ids.insert(person.personalID)
      cards.insert(person.partyCard)
    }
    #expect(ids.count == numbers.count && cards.count == numbers.count)
    // The same digits in two provinces, or of two birth years, are two numbers.
    var all: Set<String> = []
    for number in stride(from: 7, through: 5_600_000, by: 100_000) {
      var dice = Dice(seed: UInt64(number))
      all.insert(SamplePerson(number: number, dice: &dice, inOffice: false).personalID)
    }
    #expect(all.count == 56)
  }
}
