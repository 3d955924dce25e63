import Basics

/// The normal retirement age: so many months of life, more of them from year to year.
///
/// Labour Code 2019, article 169; 135/2020/NĐ-CP.
package struct RetirementAge: Sendable, Hashable {
  /// The age in months of the first year, what each later year adds, and where that ends.
  package struct Scale: Sendable, Hashable {
    package let months: Int
    package let step: Int
    package let most: Int

    package func months(in year: Int, firstYear: Int) -> Int {
      min(most, months + step * (year - firstYear))
    }
  }

  package let firstYear: Int
  package let male: Scale
  package let female: Scale

  package func scale(for sex: Sex) -> Scale { sex == .male ? male : female }

  /// The day on which a person reaches the age, and the age in months.
  ///
  /// The age of the first year, from the first year of the scale on, in which or before which the
  /// date falls. A day that its month does not have becomes the month's last day.
  package func reached(sex: Sex, birthDate: Day) -> (day: Day, months: Int) {
    let scale = scale(for: sex)
    let born = birthDate.month
    var (year, months) = (firstYear, scale.months)
    // Once the age stands still, a later year asks for the same date.
    while months < scale.most, born.adding(months: months).year > year {
      year += 1
      months = scale.months(in: year, firstYear: firstYear)
    }
    return (birthDate.adding(months: months), months)
  }
}

extension Day {
  /// The same day of the month so many months later, else the last that the month has.
  func adding(months: Int) -> Day {
    let later = month.adding(months: months)
    let day = (self == .beginning ? .first : self).civil.day
    return Day(later.year, later.monthOfYear, day) ?? later.lastDay
  }
}
