#include "cli/terminal.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "answers/question_text.h"

namespace sojourn {
namespace {

constexpr auto kRedrawEvery = std::chrono::milliseconds(100);
constexpr int kBarCells = 30;

nlohmann::ordered_json to_json(const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return *integer;
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (std::holds_alternative<std::monostate>(value)) return nullptr;
  return value_text(value);
}

}  // namespace

ProgressBar::ProgressBar(std::string title) : title_(std::move(title)), visible_(isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() { finish(); }

void ProgressBar::update(double done, double total, std::string_view words) {
  const auto now = std::chrono::steady_clock::now();
  if (!visible_ || now - last_ < kRedrawEvery) return;
  last_ = now;
  drawn_ = true;
  const double share = total > 0 ? std::clamp(done / total, 0.0, 1.0) : 0;
  const int filled = static_cast<int>(share * kBarCells);
  std::string bar;
  for (int i = 0; i < kBarCells; ++i) bar += i < filled ? "█" : "░";
  std::fprintf(stderr, "\r%s %s %3.0f %%  %.*s\033[K", title_.c_str(), bar.c_str(), share * 100,
               static_cast<int>(words.size()), words.data());
  std::fflush(stderr);
}

void ProgressBar::finish() {
  if (drawn_) std::fprintf(stderr, "\r\033[K");
  drawn_ = false;
}

std::string with_groups(int64_t count) {
  std::string digits = std::to_string(count);
  const size_t first = digits.front() == '-' ? 1 : 0;
  for (size_t i = digits.size(); i > first + 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

void print_table(const std::vector<std::string>& columns, const std::vector<std::vector<Value>>& rows, Output format) {
  if (format == Output::kJson) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& row : rows) {
      nlohmann::ordered_json object = nlohmann::ordered_json::object();
      for (size_t i = 0; i < columns.size(); ++i) object[columns[i]] = to_json(row[i]);
      list.push_back(std::move(object));
    }
    print_line(list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    return;
  }
  if (rows.empty() && format == Output::kTable) {
    print_line("(none)");
    return;
  }
  Answer answer;
  for (const std::string& column : columns) answer.columns.push_back({column, ColumnRole::kDetail, ""});
  answer.rows = rows;
  const std::string text = format == Output::kCsv ? answer_csv(answer) : answer_table(answer);
  std::fwrite(text.data(), 1, text.size(), stdout);
}

std::string shell_word(std::string_view text) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string_view::npos) return std::string(text);
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

void print_line(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (text.empty() || text.back() != '\n') std::fputc('\n', stdout);
  std::fflush(stdout);
}

void print_notice(std::string_view text) { std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data()); }

int print_error(const Status& status) {
  std::fprintf(stderr, "sojourn: %s\n", status.to_string().c_str());
  return status.code() == StatusCode::kInvalidArgument ? 2 : 1;
}

}  // namespace sojourn
