#include "base/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace sojourn {

namespace {

constexpr int kDigitsMax = 18;  // What an int64 always holds.

__extension__ using Wide = __int128;

constexpr std::array<int64_t, 19> kPowers = [] {
  std::array<int64_t, 19> powers{};
  int64_t power = 1;
  for (int64_t& slot : powers) {
    slot = power;
    if (power < 1'000'000'000'000'000'000) power *= 10;
  }
  return powers;
}();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Status not_a_number(std::string_view text, std::string_view why) {
  return Status::invalid("\"" + std::string(text.substr(0, 40)) + "\" is not a number: " + std::string(why));
}

Status too_many_digits(std::string_view text) {
  return Status::limit("\"" + std::string(text.substr(0, 40)) + "\" has more than 18 digits");
}

// The thousands separator that `text` begins with: the mark that is not the decimal one, an apostrophe (Swiss), or a
// plain or no-break space (SI). Empty when there is none.
std::string_view separator_at(std::string_view text, char mark) {
  for (const std::string_view known :
       {std::string_view(&mark, 1), std::string_view("'"), std::string_view(" "), std::string_view("\u00A0"),
        std::string_view("\u202F"), std::string_view("\u2019")}) {
    if (text.starts_with(known)) return text.substr(0, known.size());
  }
  return {};
}

class DecimalReader {
 public:
  DecimalReader(std::string_view text, bool decimal_comma)
      : text_(text), point_(decimal_comma ? ',' : '.'), mark_(decimal_comma ? '.' : ',') {}

  Result<Decimal> read() {
    const bool negative = peek() == '-';
    if (negative || peek() == '+') ++at_;
    const size_t begin = at_;
    if (!read_whole()) return not_a_number(text_, "thousands separators stand in groups of three digits");
    if (peek() == point_) {
      ++at_;
      while (is_digit(peek())) push_digit(true);
    }
    if (!any_digit_) return not_a_number(text_, begin == text_.size() ? "there are no digits" : "a digit was expected");
    int exponent = 0;
    if ((peek() == 'e' || peek() == 'E') && !read_exponent(exponent)) {
      return not_a_number(text_, "the exponent has no digits");
    }
    if (at_ != text_.size()) {
      return not_a_number(text_, "unexpected character at byte " + std::to_string(at_));
    }
    if (too_long_) return too_many_digits(text_);
    return shift(negative ? -units_ : units_, scale_ - exponent);
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void push_digit(bool after_point) {
    any_digit_ = true;
    const int64_t digit = text_[at_++] - '0';
    if (units_ >= kPowers[kDigitsMax - 1] || (after_point && scale_ >= kDigitsMax)) {
      too_long_ = true;
      return;
    }
    units_ = units_ * 10 + digit;
    if (after_point) ++scale_;
  }

  // Digits before the point. False when separators stand where they may not.
  bool read_whole() {
    size_t digits = 0;
    for (; is_digit(peek()); ++digits) push_digit(false);
    const std::string_view separator = separator_at(text_.substr(at_), mark_);
    if (separator.empty() || digits == 0) return true;
    if (digits > 3) return false;
    while (text_.substr(at_).starts_with(separator)) {
      at_ += separator.size();
      for (digits = 0; is_digit(peek()); ++digits) push_digit(false);
      if (digits != 3) return false;
    }
    return true;
  }

  bool read_exponent(int& exponent) {
    ++at_;
    const bool negative = peek() == '-';
    if (negative || peek() == '+') ++at_;
    if (!is_digit(peek())) return false;
    for (; is_digit(peek()); ++at_) exponent = std::min(exponent * 10 + (text_[at_] - '0'), 9999);
    if (negative) exponent = -exponent;
    return true;
  }

  // units * 10^-scale with a scale that is allowed.
  Result<Decimal> shift(int64_t units, int scale) const {
    if (units == 0) return Decimal{0, std::clamp(scale, 0, kDigitsMax)};
    if (scale > kDigitsMax) return too_many_digits(text_);
    for (; scale < 0; ++scale) {
      if (units >= kPowers[kDigitsMax - 1] || units <= -kPowers[kDigitsMax - 1]) return too_many_digits(text_);
      units *= 10;
    }
    return Decimal{units, scale};
  }

  std::string_view text_;
  char point_;
  char mark_;
  size_t at_ = 0;
  int64_t units_ = 0;
  int scale_ = 0;
  bool any_digit_ = false;
  bool too_long_ = false;
};

// units / 10^digits, half to even; `exact` tells whether nothing was lost.
Wide divide_rounding(Wide units, int digits, bool& exact) {
  exact = true;
  if (digits > kDigitsMax + 1) {  // Less than half of the last digit kept.
    exact = units == 0;
    return 0;
  }
  const Wide by = digits > kDigitsMax ? Wide{kPowers[kDigitsMax]} * 10 : Wide{kPowers[static_cast<size_t>(digits)]};
  Wide quotient = units / by;
  const Wide rest = units % by;
  exact = rest == 0;
  const Wide twice = (rest < 0 ? -rest : rest) * 2;
  if (twice > by || (twice == by && quotient % 2 != 0)) quotient += units < 0 ? -1 : 1;
  return quotient;
}

bool fits(Wide value) {
  return value >= std::numeric_limits<int64_t>::min() && value <= std::numeric_limits<int64_t>::max();
}

// from_chars takes no plus sign; we do, before a digit or a point.
std::string_view without_plus(std::string_view text) {
  const bool plus = text.size() > 1 && text[0] == '+' && text[1] != '-';
  return plus ? text.substr(1) : text;
}

}  // namespace

Result<Decimal> parse_decimal(std::string_view text, bool decimal_comma) {
  return DecimalReader(text, decimal_comma).read();
}

Result<Decimal> multiply(const Decimal& a, const Decimal& b) {
  Wide units = Wide{a.units} * b.units;
  int scale = a.scale + b.scale;
  // Zeros at the end may go before digits are refused.
  while ((!fits(units) || scale > kDigitsMax) && scale > 0 && units % 10 == 0) {
    units /= 10;
    --scale;
  }
  if (!fits(units) || scale > kDigitsMax) return Status::limit("the product has more than 18 digits");
  return Decimal{static_cast<int64_t>(units), scale};
}

int currency_digits(std::string_view currency) {
  static constexpr std::array<std::string_view, 17> kNone = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                                             "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                                             "VND", "VUV", "XAF", "XOF", "XPF"};
  static constexpr std::array<std::string_view, 7> kThree = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
  static constexpr std::array<std::string_view, 2> kFour = {"CLF", "UYW"};
  const auto holds = [currency](const auto& list) {
    return std::find(list.begin(), list.end(), currency) != list.end();
  };
  if (holds(kNone)) return 0;
  if (holds(kThree)) return 3;
  return holds(kFour) ? 4 : 2;
}

Result<int64_t> to_minor_units(const Decimal& amount, std::string_view currency, bool round) {
  const int digits = currency_digits(currency);
  Wide units = amount.units;
  bool exact = true;
  if (amount.scale > digits) {
    units = divide_rounding(units, amount.scale - digits, exact);
  } else {
    for (int scale = amount.scale; scale < digits && fits(units); ++scale) units *= 10;
  }
  if (!exact && !round) {
    return Status::invalid("the amount has more than " + std::to_string(digits) + " digits after the point" +
                           (currency.empty() ? "" : ", more than " + std::string(currency.substr(0, 8)) + " has"));
  }
  if (!fits(units)) return Status::limit("the amount is larger than 18 digits hold");
  return static_cast<int64_t>(units);
}

std::string format_minor_units(int64_t units, std::string_view currency) {
  const size_t digits = static_cast<size_t>(currency_digits(currency));
  const uint64_t size = units < 0 ? 0U - static_cast<uint64_t>(units) : static_cast<uint64_t>(units);
  std::string out = std::to_string(size);
  if (out.size() <= digits) out.insert(0, digits + 1 - out.size(), '0');
  if (digits > 0) out.insert(out.size() - digits, 1, '.');
  return units < 0 ? "-" + out : out;
}

Result<double> parse_number(std::string_view text) {
  const std::string_view plain = without_plus(text);
  double value = 0;
  const auto read = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (read.ec == std::errc::result_out_of_range) return not_a_number(text, "it is too large or too near to zero");
  if (read.ec != std::errc() || read.ptr != plain.data() + plain.size() || !std::isfinite(value)) {
    return not_a_number(text, "write digits with a point, e.g. 12.5");
  }
  return value;
}

Result<int64_t> parse_integer(std::string_view text) {
  const std::string_view plain = without_plus(text);
  int64_t value = 0;
  const auto read = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (read.ec == std::errc::result_out_of_range) return not_a_number(text, "it is beyond 64 bits");
  if (read.ec != std::errc() || read.ptr != plain.data() + plain.size()) {
    return not_a_number(text, "write digits only, e.g. 12");
  }
  return value;
}

std::string format_number(double value) {
  if (value == 0) return "0";
  // The shortest digits; written out where an exponent would only puzzle ("100000", not "1e+05").
  const double size = std::abs(value);
  const bool plain = size >= 1e-5 && size < 1e15;
  std::array<char, 64> buffer{};
  char* end = buffer.data() + buffer.size();
  const auto written = plain ? std::to_chars(buffer.data(), end, value, std::chars_format::fixed)
                             : std::to_chars(buffer.data(), end, value);
  return {buffer.data(), written.ptr};
}

}  // namespace sojourn
