// Runs tests/answers/*.case: written events, questions as on the command line, and the rows that a person worked out.
//
//   # Any line may be a comment.
//   events
//   customer    | time       | kind | answer
//   anna        | 2026-01-01 | nps  | 9
//   promoter*70 | 2026-01-02 | nps  | 10          70 customers, promoter1 to promoter70
//               | 2026-01-03 | nps  | 3           nobody known
//   ask nps count=all --by channel --where 'answer > 5'
//   value | n                                     the columns to compare, all rows in order
//   60    | 71
//   who promoters channel=web : anna ?            who is behind a cell; ? for somebody without a name
//   ask ces
//   none: no answers                              there are no rows, for this reason
//   ask nps --where 'answr > 5'
//   error where: there is no field                a part of the error
//
// Numbers agree when they round to what is written, so 46.3 stands for anything from 46.25 to 46.35. A cell "none: x"
// is a missing value whose reason contains x; an empty cell is an absent value.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>

#include "answers/asker.h"
#include "base/decimal.h"
#include "base/source_folder_fixture.h"
#include "timelines/fixture.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

std::string trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1));
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  for (size_t begin = 0;;) {
    const size_t bar = line.find('|', begin);
    cells.push_back(trimmed(std::string_view(line).substr(begin, bar == std::string::npos ? bar : bar - begin)));
    if (bar == std::string::npos) return cells;
    begin = bar + 1;
  }
}

// Words as a shell splits them, with single and double quotes.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  bool inside = false;
  char quote = '\0';
  for (const char c : line) {
    if (quote != '\0' ? c == quote : c == '\'' || c == '"') {
      quote = quote == '\0' ? c : '\0';
      inside = true;
    } else if (quote == '\0' && c == ' ') {
      if (inside) words.push_back(std::exchange(word, ""));
      inside = false;
    } else {
      word += c;
      inside = true;
    }
  }
  if (inside) words.push_back(word);
  return words;
}

Question question_of(const std::string& line) {
  const std::vector<std::string> words = words_of(line);  // words[0] is "ask".
  Question question;
  question.measure = words.at(1);
  for (size_t i = 2; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (!word.starts_with("--")) {
      question.parameters[word.substr(0, word.find('='))].push_back(word.substr(word.find('=') + 1));
      continue;
    }
    const std::string value = words.at(++i);
    if (word == "--where") question.where = value;
    if (word == "--over") question.over = *parse_period(value);
    if (word == "--from") question.from = value;
    if (word == "--to") question.to = value;
    if (word == "--zone") question.zone = value;
    if (word != "--by") continue;
    for (size_t begin = 0; begin <= value.size();) {
      const size_t comma = std::min(value.find(',', begin), value.size());
      question.by.push_back(value.substr(begin, comma - begin));
      begin = comma + 1;
    }
  }
  return question;
}

class Case {
 public:
  explicit Case(const std::string& path) {
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
      lines_.push_back(trimmed(line));
    }
  }

  void run() {
    for (; at_ < lines_.size(); ++at_) {
      const std::string& line = lines_[at_];
      const std::string trace = "line " + std::to_string(at_ + 1) + ": " + line;
      SCOPED_TRACE(trace);
      if (line.empty() || line.starts_with('#')) continue;
      if (line == "events") {
        read_events();
      } else if (line.starts_with("ask ")) {
        check_answer(question_of(line));
      } else if (line.starts_with("who ")) {
        check_who(line.substr(4));
      } else {
        ADD_FAILURE() << "expected events, ask or who";
      }
    }
    EXPECT_GT(asked_, 0) << "the case asks nothing";
  }

 private:
  // The lines up to the next blank line or question.
  std::vector<std::vector<std::string>> take_table() {
    std::vector<std::vector<std::string>> rows;
    while (at_ + 1 < lines_.size()) {
      const std::string& line = lines_[at_ + 1];
      if (line.empty() || line.starts_with("ask ") || line.starts_with("who ") || line == "events") break;
      if (!line.starts_with('#')) rows.push_back(cells_of(line));
      ++at_;
    }
    return rows;
  }

  void read_events() {
    const std::vector<std::vector<std::string>> rows = take_table();
    ASSERT_GT(rows.size(), 1U);
    for (size_t r = 1; r < rows.size(); ++r) {
      ASSERT_EQ(rows[r].size(), rows[0].size()) << "row " << r << " of the events has another number of cells";
      Fixture::Fields fields;
      std::string customer;
      std::string time;
      for (size_t c = 0; c < rows[0].size(); ++c) {
        const std::string& name = rows[0][c];
        if (name == "customer") {
          customer = rows[r][c];
        } else if (name == "time") {
          time = rows[r][c];
        } else if (!rows[r][c].empty()) {
          fields.emplace_back(name, rows[r][c]);
        }
      }
      const size_t star = customer.find('*');
      const int64_t times = star == std::string::npos ? 1 : *parse_integer(customer.substr(star + 1));
      for (int64_t i = 1; i <= times; ++i) {
        const std::string name = star == std::string::npos ? customer : customer.substr(0, star) + std::to_string(i);
        if (!name.empty()) names_.insert(name);
        life_.add(name, time, fields);
      }
    }
  }

  void check_answer(const Question& question) {
    ++asked_;
    question_ = question;
    snapshot_ = life_.snapshot();
    const Result<Answer> answer = ask_snapshot(question, *snapshot_);
    const std::vector<std::vector<std::string>> expected = take_table();
    ASSERT_FALSE(expected.empty()) << "nothing is expected";
    const std::string& first = expected[0][0];
    if (first.starts_with("error ")) {
      ASSERT_FALSE(answer) << "expected an error";
      EXPECT_THAT(answer.error().to_string(), HasSubstr(trimmed(first.substr(6))));
      return;
    }
    ASSERT_TRUE(answer) << answer.error().to_string();
    if (first.starts_with("none:")) {
      EXPECT_THAT(answer->none, HasSubstr(trimmed(first.substr(5))));
      EXPECT_TRUE(answer->rows.empty());
      return;
    }
    ASSERT_EQ(answer->none, "");
    check_rows(*answer, expected);
  }

  static void check_rows(const Answer& answer, const std::vector<std::vector<std::string>>& expected) {
    std::vector<size_t> columns;
    for (const std::string& name : expected[0]) {
      const auto found = std::find_if(answer.columns.begin(), answer.columns.end(),
                                      [&](const AnswerColumn& column) { return column.name == name; });
      ASSERT_NE(found, answer.columns.end()) << "the answer has no column " << name;
      columns.push_back(static_cast<size_t>(found - answer.columns.begin()));
    }
    std::string all;
    for (const std::vector<Value>& row : answer.rows) {
      for (const Value& cell : row) all += value_text(cell) + " | ";
      all += "\n";
    }
    ASSERT_EQ(answer.rows.size(), expected.size() - 1) << all;
    for (size_t r = 1; r < expected.size(); ++r) {
      ASSERT_EQ(expected[r].size(), columns.size()) << "row " << r;
      for (size_t c = 0; c < columns.size(); ++c) {
        check_cell(answer.rows[r - 1][columns[c]], expected[r][c],
                   expected[0][c] + " of row " + std::to_string(r) + "\n" + all);
      }
    }
  }

  static void check_cell(const Value& cell, const std::string& expected, const std::string& where) {
    if (expected.starts_with("none:")) {
      const auto* none = std::get_if<None>(&cell);
      ASSERT_NE(none, nullptr) << where;
      EXPECT_THAT(none->reason, HasSubstr(trimmed(expected.substr(5)))) << where;
      return;
    }
    const auto* integer = std::get_if<int64_t>(&cell);
    const auto* number = std::get_if<double>(&cell);
    if (integer == nullptr && number == nullptr) {
      EXPECT_EQ(std::holds_alternative<None>(cell) ? "none: " + value_text(cell) : value_text(cell), expected) << where;
      return;
    }
    const Result<double> wanted = parse_number(expected);
    ASSERT_TRUE(wanted) << where << ": " << expected << " is no number";
    const size_t point = expected.find('.');
    const int digits = point == std::string::npos ? 0 : static_cast<int>(expected.size() - point - 1);
    const double found = integer != nullptr ? static_cast<double>(*integer) : *number;
    EXPECT_NEAR(found, *wanted, 0.5 * std::pow(10.0, -digits) * (integer != nullptr ? 0 : 1.0000001)) << where;
  }

  // "promoters channel=web : anna promoter1" of the question last asked.
  void check_who(const std::string& line) {
    const size_t colon = line.find(" : ");
    ASSERT_NE(colon, std::string::npos) << "who COLUMN KEY=VALUE... : NAMES";
    const std::vector<std::string> words = words_of(line.substr(0, colon));
    CellRef cell;
    cell.column = words.at(0);
    for (size_t i = 1; i < words.size(); ++i) {
      cell.keys.emplace_back(words[i].substr(0, words[i].find('=')), words[i].substr(words[i].find('=') + 1));
    }
    const Result<std::vector<uint32_t>> found = who_in_snapshot(question_, cell, *snapshot_);
    ASSERT_TRUE(found) << found.error().to_string();
    std::vector<std::string> names;
    for (const uint32_t number : *found) {
      const auto known = std::find_if(names_.begin(), names_.end(),
                                      [&](const std::string& name) { return life_.number(name) == number; });
      names.push_back(known == names_.end() ? "?" : *known);
    }
    EXPECT_THAT(names, ::testing::UnorderedElementsAreArray(words_of(line.substr(colon + 3))));
  }

  std::vector<std::string> lines_;
  size_t at_ = 0;
  int asked_ = 0;
  Fixture life_;
  std::set<std::string> names_;
  Question question_;
  std::shared_ptr<const Snapshot> snapshot_;
};

std::vector<std::string> case_files() {
  std::vector<std::string> files;
  const std::filesystem::path folder = std::filesystem::path(source_folder()) / "tests" / "answers";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".case") files.push_back(entry.path().stem().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

class AnswerCase : public ::testing::TestWithParam<std::string> {};

TEST_P(AnswerCase, IsAsWorkedOutByHand) { Case(source_folder() + "/tests/answers/" + GetParam() + ".case").run(); }

INSTANTIATE_TEST_SUITE_P(Files, AnswerCase, ::testing::ValuesIn(case_files()),
                         [](const ::testing::TestParamInfo<std::string>& file) { return file.param; });

}  // namespace
}  // namespace sojourn
