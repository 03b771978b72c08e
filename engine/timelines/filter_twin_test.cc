// Method: random events and random expressions. The same expression is evaluated twice: by the engine, from its text,
// over blocks of any size; and by a twin that walks its own tree over the written rows, one event at a time, with no
// code in common. Every event must be judged alike, also after the expression went through its normal form.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <random>

#include "base/decimal.h"
#include "base/limits.h"
#include "timelines/filter.h"
#include "timelines/fixture.h"

namespace sojourn {
namespace {

struct TwinRow {
  std::string customer;  // "" : nobody known.
  Micros time = 0;
  std::map<std::string, std::string> fields;
};
using TwinRows = std::vector<TwinRow>;

// A judgement of row `at`, given all rows of its customer in order.
using Judge = std::function<bool(const TwinRows& life, size_t at)>;
struct Expression {
  std::string text;
  Judge judge;
};

const Micros kStart = civil_to_micros({2026, 1, 1, 0, 0, 0, 0});
const Micros kAsOf = kStart + 40 * kDay;

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  int below(int count) { return static_cast<int>(engine_() % static_cast<uint64_t>(count)); }
  bool chance(int percent) { return below(100) < percent; }
  template <class T>
  const T& one_of(const std::vector<T>& items) {
    return items[static_cast<size_t>(below(static_cast<int>(items.size())))];
  }

 private:
  std::mt19937_64 engine_;
};

const std::vector<std::string> kChannels{"web", "Web shop", "call", "store"};
const std::vector<std::string> kTexts{"late again", "LATE", "Straße", "straSSE", "fine, thanks"};
const std::vector<std::string> kPlans{"free", "10", "10.0", "-3", "pro", "true"};
const std::vector<std::string> kOrders{"o-1", "o-2", "o-3"};

TwinRows random_rows(Random& random) {
  TwinRows rows;
  const int count = 1 + random.below(120);
  for (int i = 0; i < count; ++i) {
    TwinRow row;
    row.customer = random.chance(10) ? "" : "c" + std::to_string(random.below(12));
    // Unidentified events are found again by their times, so these are unique.
    row.time = kStart + (row.customer.empty() ? 30 * kDay + i : random.below(40) * kDay);
    if (random.chance(70)) row.fields["channel"] = random.one_of(kChannels);
    if (random.chance(60)) row.fields["touchpoint"] = random.chance(50) ? "purchase" : "visit";
    if (random.chance(40)) row.fields["answer"] = std::to_string(random.below(11));
    if (random.chance(40)) row.fields["wait"] = std::to_string(random.below(4) * 30);
    if (random.chance(40)) row.fields["resolved"] = random.chance(50) ? "true" : "false";
    if (random.chance(40)) row.fields["text"] = random.one_of(kTexts);
    if (random.chance(40)) row.fields["order"] = random.one_of(kOrders);
    if (random.chance(40)) row.fields["properties.plan"] = random.one_of(kPlans);
    if (random.chance(40)) {
      const std::string currency = random.one_of<std::string>({"", "EUR", "JPY", "KWD"});
      if (!currency.empty()) row.fields["currency"] = currency;
      row.fields["amount"] = format_minor_units(random.below(41) - 20, currency);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

// --- the twin's ways of reading a value

bool holds(const std::string& order, int compared) {
  if (order == "=") return compared == 0;
  if (order == "!=") return compared != 0;
  if (order == "<") return compared < 0;
  if (order == "<=") return compared <= 0;
  if (order == ">") return compared > 0;
  return compared >= 0;
}

template <class T>
int compare(T a, T b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

bool reads_as_number(const std::string& text, double& number) {
  char* end = nullptr;
  number = std::strtod(text.c_str(), &end);
  return !text.empty() && *end == '\0';
}

// Lower case of what the generator makes, where ß counts as ss.
std::string folded(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (size_t at = text.find("ß"); at != std::string::npos; at = text.find("ß")) text.replace(at, 2, "ss");
  return text;
}

std::string in_quotes(const std::string& text) { return "\"" + text + "\""; }

using ValueTest = std::function<bool(const std::string&)>;

class Generator {
 public:
  explicit Generator(Random& random) : random_(random) {}

  Expression expression(int depth, bool did_allowed) {
    const int kind = random_.below(depth <= 0 ? 1 : 7);
    switch (kind) {
      case 1:
      case 2: return joined(depth, did_allowed, true);
      case 3: return joined(depth, did_allowed, false);
      case 4: {
        const Expression part = expression(depth - 1, did_allowed);
        const Judge judge = part.judge;
        return {"not (" + part.text + ")", [judge](const TwinRows& life, size_t at) { return !judge(life, at); }};
      }
      case 5: return did_allowed ? did(depth) : leaf();
      default: return leaf();
    }
  }

 private:
  Expression joined(int depth, bool did_allowed, bool all) {
    const Expression a = expression(depth - 1, did_allowed);
    const Expression b = expression(depth - 1, did_allowed);
    const Judge left = a.judge;
    const Judge right = b.judge;
    return {"(" + a.text + ")" + (all ? " and " : " or ") + "(" + b.text + ")",
            [left, right, all](const TwinRows& life, size_t at) {
              return all ? left(life, at) && right(life, at) : left(life, at) || right(life, at);
            }};
  }

  Expression did(int depth) {
    const Expression events = expression(depth - 1, false);
    const std::string order = this->order();
    const int wanted = random_.below(4);
    const int form = random_.below(3);
    const Micros length = random_.below(10) * kDay;
    std::string text = "did(" + events.text + ") " + order + " " + std::to_string(wanted);
    if (form == 1) text += " within " + std::to_string(length / kHour) + "h";
    if (form == 2) text += " in last " + std::to_string(length / kHour) + "h";
    const Judge judge = events.judge;
    return {text, [=](const TwinRows& life, size_t) {
              int most = 0;
              for (size_t from = 0; from < life.size(); ++from) {
                int found = 0;
                for (size_t i = 0; i < life.size(); ++i) {
                  const Micros time = life[i].time;
                  const bool inside = form == 0   ? true
                                      : form == 1 ? time >= life[from].time && time <= life[from].time + length
                                                  : time > kAsOf - length && time <= kAsOf;
                  found += inside && judge(life, i);
                }
                most = std::max(most, found);
              }
              return holds(order, compare(most, wanted));
            }};
  }

  std::string order() { return random_.one_of<std::string>({"=", "!=", "<", "<=", ">", ">="}); }
  std::string equality() { return random_.one_of<std::string>({"=", "!="}); }

  // A test of one field: of the event, of the last or of the first event that has it.
  Expression of_field(const std::string& field, const std::string& relation, const ValueTest& test) {
    const int side = random_.below(3);
    const std::string prefix = side == 0 ? "" : side == 1 ? "customer." : "first.";
    const Judge judge = [=](const TwinRows& life, size_t at) {
      const std::string* value = nullptr;
      for (size_t i = 0; i < life.size(); ++i) {
        const auto found = life[i].fields.find(field);
        if (found == life[i].fields.end()) continue;
        if (side == 0 && i == at) value = &found->second;
        if (side == 1 || (side == 2 && value == nullptr)) value = &found->second;
      }
      return value != nullptr && test(*value);
    };
    if (relation == "exists") return {"exists(" + prefix + field + ")", judge};
    return {prefix + field + " " + relation, judge};
  }

  Expression leaf() {
    switch (random_.below(13)) {
      case 0: return of_words("channel", kChannels);
      case 1: return of_words("text", kTexts);
      case 2: {
        const std::string sign = equality();
        const std::string word = random_.one_of(kOrders);
        return of_field("order", sign + " " + in_quotes(word),
                        [=](const std::string& value) { return holds(sign, value.compare(word)); });
      }
      case 3: return of_numbers("answer", random_.below(12), "");
      case 4: return of_numbers("wait", random_.below(4) * 30, random_.chance(50) ? "s" : "");
      case 5: {
        const bool wanted = random_.chance(50);
        const std::string sign = equality();
        return of_field("resolved", sign + (wanted ? " true" : " false"), [=](const std::string& value) {
          return (value == (wanted ? "true" : "false")) == (sign == "=");
        });
      }
      case 6: return money();
      case 7: return of_numbers("properties.plan", random_.one_of<int>({10, -3, 0}), "");
      case 8: return of_words("properties.plan", kPlans);
      case 9: {
        const std::string field = random_.one_of<std::string>(
            {"channel", "answer", "wait", "text", "order", "amount", "properties.plan", "properties.never"});
        return of_field(field, "exists", [](const std::string&) { return true; });
      }
      case 10: return time();
      case 11: return facts();
      default: {
        const bool truth = random_.chance(50);
        return {truth ? "true" : "false", [truth](const TwinRows&, size_t) { return truth; }};
      }
    }
  }

  Expression of_words(const std::string& field, const std::vector<std::string>& words) {
    const std::string word = random_.one_of(words);
    const std::string other = random_.one_of(words);
    switch (random_.below(4)) {
      case 0: {
        const std::string sign = equality();
        return of_field(field, sign + " " + in_quotes(word),
                        [=](const std::string& value) { return holds(sign, value.compare(word)); });
      }
      case 1:
        return of_field(field, "in (" + in_quotes(word) + ", " + in_quotes(other) + ")",
                        [=](const std::string& value) { return value == word || value == other; });
      case 2: {
        const std::string piece = random_.chance(50) ? "SS" : word.substr(0, 2);
        return of_field(field, "contains " + in_quotes(piece), [=](const std::string& value) {
          return folded(value).find(folded(piece)) != std::string::npos;
        });
      }
      default: {
        const std::string piece = word.substr(0, 1);
        return of_field(field, "starts_with " + in_quotes(piece),
                        [=](const std::string& value) { return value.substr(0, piece.size()) == piece; });
      }
    }
  }

  Expression of_numbers(const std::string& field, int literal, const std::string& unit) {
    const std::string sign = order();
    return of_field(field, sign + " " + std::to_string(literal) + unit, [=](const std::string& value) {
      double number = 0;
      if (!reads_as_number(value, number)) return sign == "!=";
      return holds(sign, compare(number, static_cast<double>(literal)));
    });
  }

  // Values have at most three digits after the point and the literal four, so ten-thousandths compare exactly.
  Expression money() {
    const std::string sign = order();
    const int literal = random_.below(4000) - 2000;
    const std::string digits = std::to_string(10000 + std::abs(literal) % 10000).substr(1);
    const std::string shown = (literal < 0 ? "-" : "") + std::to_string(std::abs(literal) / 10000) + "." + digits;
    return of_field("amount", sign + " " + shown, [=](const std::string& value) {
      return holds(sign, compare(std::llround(*parse_number(value) * 10000), static_cast<long long>(literal)));
    });
  }

  Expression time() {
    const std::string sign = order();
    const Micros moment = kStart + random_.below(40) * kDay;
    const std::string name = random_.one_of<std::string>({"time", "customer.first_seen", "customer.last_seen"});
    return {name + " " + sign + " " + in_quotes(format_time(moment)), [=](const TwinRows& life, size_t at) {
              const Micros time = name == "time"                  ? life[at].time
                                  : name == "customer.first_seen" ? life.front().time
                                                                  : life.back().time;
              return holds(sign, compare(time, moment));
            }};
  }

  Expression facts() {
    if (random_.chance(50)) {
      const std::string sign = order();
      const int count = random_.below(12);
      return {"customer.events " + sign + " " + std::to_string(count),
              [=](const TwinRows& life, size_t) { return holds(sign, compare(static_cast<int>(life.size()), count)); }};
    }
    const bool wanted = random_.chance(50);
    return {std::string("customer.identified = ") + (wanted ? "true" : "false"),
            [=](const TwinRows& life, size_t at) { return life[at].customer.empty() != wanted; }};
  }

  Random& random_;
};

std::string name_of(const TwinRow& row) {
  return row.customer.empty() ? "at " + std::to_string(row.time) : row.customer;
}

// Per customer (or time, for unidentified events): one character an event, '1' where it passes.
using Verdicts = std::map<std::string, std::string>;

Verdicts twin_verdicts(const TwinRows& rows, const Judge& judge) {
  std::map<std::string, TwinRows> lives;
  for (const TwinRow& row : rows) lives[name_of(row)].push_back(row);
  Verdicts verdicts;
  for (auto& [name, life] : lives) {
    std::stable_sort(life.begin(), life.end(), [](const TwinRow& a, const TwinRow& b) { return a.time < b.time; });
    for (size_t at = 0; at < life.size(); ++at) verdicts[name] += judge(life, at) ? '1' : '0';
  }
  return verdicts;
}

Verdicts engine_verdicts(const Snapshot& snapshot, const Filter& filter, const std::map<uint32_t, std::string>& names) {
  const auto predicate = bind_filter(filter, snapshot, {Zone(), kAsOf});
  if (!predicate) return {{"error", predicate.error().to_string()}};
  const std::unique_ptr<BlockReader> reader = snapshot.reader((*predicate)->columns());
  Verdicts verdicts;
  EventBits bits;
  for (size_t b = 0; b < snapshot.block_count(); ++b) {
    const Block& block = reader->read(b);
    (*predicate)->select(block, bits);
    for (size_t c = 0; c < block.customers.size(); ++c) {
      for (size_t i = block.begins[c]; i < block.begins[c + 1]; ++i) {
        const std::string name =
            block.identified[c] != 0 ? names.at(block.customers[c]) : "at " + std::to_string(block.times[i]);
        verdicts[name] += bits.test(i) ? '1' : '0';
      }
    }
  }
  return verdicts;
}

TEST(FilterTwin, EveryEventIsJudgedAlike) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    Random random(seed);
    const TwinRows rows = random_rows(random);
    Fixture life;
    std::map<uint32_t, std::string> names;
    for (const TwinRow& row : rows) {
      life.add(row.customer, row.time, Fixture::Fields(row.fields.begin(), row.fields.end()));
      if (!row.customer.empty()) names[life.number(row.customer)] = row.customer;
    }
    FixtureOptions options;
    options.parts = 1 + static_cast<size_t>(random.below(3));
    options.block_events = static_cast<size_t>(random.one_of<int>({0, 1, 7, 40}));
    const std::shared_ptr<const Snapshot> snapshot = life.snapshot(options);
    Generator generator(random);
    for (int round = 0; round < 40; ++round) {
      const Expression expression = generator.expression(4, true);
      const Result<Filter> filter = Filter::parse(expression.text);
      ASSERT_TRUE(filter) << "seed " << seed << ": " << expression.text << "\n" << filter.error().to_string();
      const Verdicts expected = twin_verdicts(rows, expression.judge);
      ASSERT_EQ(engine_verdicts(*snapshot, *filter, names), expected) << "seed " << seed << ": " << expression.text;
      const Result<Filter> again = Filter::parse(filter->text());
      ASSERT_TRUE(again) << filter->text();
      ASSERT_EQ(again->text(), filter->text()) << "from " << expression.text;
      ASSERT_EQ(engine_verdicts(*snapshot, *again, names), expected) << "normal form " << filter->text();
    }
  }
}

// Random pieces of the language put together: never a crash, and what parses has a normal form of its own.
TEST(FilterTwin, RandomPiecesNeverCrash) {
  const std::vector<std::string> pieces{
      "(",         ")",    "not ",      " and ",      " or ", "channel", "properties", ".",    "\"a\"",   "'b'",
      "5",         "-1.5", "30d",       " = ",        " != ", " in ",    ",",          "did(", "exists(", " within ",
      " in last ", "true", "customer.", " contains ", "ß",    "\\",      "\"",         "1e",   "answer",  " >= "};
  Random random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (int i = random.below(14); i >= 0; --i) text += random.one_of(pieces);
    const Result<Filter> filter = Filter::parse(text);
    if (!filter) {
      EXPECT_TRUE(filter.error().where().starts_with("column ")) << text;
      continue;
    }
    const Result<Filter> again = Filter::parse(filter->text());
    ASSERT_TRUE(again) << text << " -> " << filter->text();
    EXPECT_EQ(again->text(), filter->text());
  }
}

}  // namespace
}  // namespace sojourn
