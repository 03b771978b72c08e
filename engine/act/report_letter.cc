#include "act/report_letter.h"

#include <algorithm>
#include <set>

#include "act/letter_html.h"
#include "act/report_tile.h"
#include "act/words.h"
#include "answers/answer_xlsx.h"
#include "answers/question_text.h"
#include "surveys/survey_page.h"

namespace sojourn {
namespace {

constexpr std::string_view kSmall = "font-size:13px;color:#58616d";

// As people read a board: from the top, from the left.
std::vector<size_t> reading_order(const Board& board) {
  std::vector<size_t> order(board.tiles.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, [&board](size_t a, size_t b) {
    return std::pair(board.tiles[a].y, board.tiles[a].x) < std::pair(board.tiles[b].y, board.tiles[b].x);
  });
  return order;
}

const TileAnswer* answer_of(const ReportInput& input, size_t tile) {
  const auto found = std::ranges::find(input.answers, tile, &TileAnswer::tile);
  return found == input.answers.end() ? nullptr : &*found;
}

Micros as_of(const ReportInput& input) {
  Micros latest = 0;
  for (const TileAnswer& each : input.answers) {
    if (each.answer) latest = std::max(latest, each.answer->as_of);
  }
  return latest == 0 ? input.now : latest;
}

Result<std::string> file_of(const Answer& answer, const std::string& format) {
  if (format == "csv") return answer_csv(answer);
  return answer_xlsx(answer);
}

// The answers as files, as many as there is room for. Counts those that are left out.
size_t attach(const ReportInput& input, const std::vector<size_t>& order, std::vector<Attachment>& files) {
  size_t left_out = 0;
  size_t bytes = 0;
  for (const size_t tile : order) {
    const TileAnswer* const asked = answer_of(input, tile);
    if (asked == nullptr || !asked->answer) continue;
    for (const std::string& format : input.report.format) {
      Result<std::string> file = file_of(*asked->answer, format);
      if (!file || bytes + file->size() > kReportAttachedMax) {
        ++left_out;
        continue;
      }
      bytes += file->size();
      const std::string name = input.board.name + "-" + input.board.tiles[tile].id + "-" + asked->question.measure;
      files.push_back({name + "." + format, format == "csv" ? "text/csv" : std::string(kXlsxMedia), *std::move(file)});
    }
  }
  return left_out;
}

// What the measures of the board mean, each once.
std::vector<std::pair<std::string, std::string>> meanings(const ReportInput& input, const std::vector<size_t>& order,
                                                          const Words& words) {
  std::vector<std::pair<std::string, std::string>> all;
  std::set<std::string> told;
  for (const size_t tile : order) {
    const TileAnswer* const asked = answer_of(input, tile);
    if (asked == nullptr || !told.insert(asked->question.measure).second) continue;
    const Result<const MeasureDefinition*> definition = find_measure(asked->question.measure);
    if (definition) all.emplace_back(words.measure(**definition), words.definition(**definition));
  }
  return all;
}

class Writer {
 public:
  explicit Writer(const ReportInput& input)
      : input_(input), words_(input.language), order_(reading_order(input.board)) {}

  ReportContent write() {
    const std::string title = title_of();
    const std::string date = day_in(as_of(input_), input_.report.zone);
    ReportContent content;
    content.language = words_.language();
    content.subject = title + " \u00b7 " + date;
    const size_t left_out = attach(input_, order_, content.attachments);
    html_ += "<h1 style=\"font-size:22px;margin:0 0 4px\">" + html_escape(title) + "</h1>\n";
    text_ += title + "\n";
    const std::string period(words_.find("period." + input_.board.period));
    line(words_.say("report.upto", {{"period", period}, {"date", date}}));
    if (!input_.board.where.empty()) line(words_.say("letter.only", {{"where", input_.board.where}}));
    if (!input_.scope.empty()) line(words_.say("report.part", {{"owner", input_.report.owner}}));
    for (const size_t tile : order_) add_tile(tile);
    if (left_out > 0) line(words_.say("report.too_large", {{"count", std::to_string(left_out)}}));
    add_end();
    content.html = html_letter(words_.language(), title, html_);
    content.text = std::move(text_);
    return content;
  }

 private:
  std::string title_of() const {
    if (!input_.report.title.empty()) return input_.report.title;
    return input_.board.title.empty() ? input_.board.name : input_.board.title;
  }
  void line(const std::string& words) {
    html_ += html_paragraph(words, kSmall);
    text_ += words + "\n";
  }
  void add_tile(size_t index) {
    const Tile& tile = input_.board.tiles[index];
    const TileAnswer* const asked = answer_of(input_, index);
    if (asked == nullptr && !tile.text) return;
    const TileText shown =
        tile.text ? words_tile(tile) : answer_tile(tile, *asked, !input_.report.format.empty(), words_);
    text_ += "\n";
    if (!tile.text) {
      const std::string title = tile_title(tile, words_);
      html_ += "<h2 style=\"font-size:16px;margin:24px 0 8px\">" + html_escape(title) + "</h2>\n";
      text_ += title + "\n";
    }
    html_ += shown.html;
    text_ += shown.text;
  }
  void add_end() {
    if (!input_.board_address.empty()) {
      const std::string open(words_.find("report.open"));
      html_ += html_link(input_.board_address, open);
      text_ += "\n" + open + ": " + input_.board_address + "\n";
    }
    const auto told = meanings(input_, order_, words_);
    if (!told.empty()) {
      const std::string title(words_.find("report.meaning"));
      html_ += "<h2 style=\"font-size:14px;margin:24px 0 8px\">" + html_escape(title) + "</h2>\n";
      text_ += "\n" + title + "\n";
    }
    for (const auto& [measure, meaning] : told) line(measure + ": " + meaning);
    const std::string why = words_.say("report.why", {{"name", input_.report.name}});
    html_ += html_paragraph(why, kSmall);
    text_ += "\n--\n" + why + "\n";
  }

  const ReportInput& input_;
  const Words words_;
  const std::vector<size_t> order_;
  std::string html_;
  std::string text_;
};

}  // namespace

ReportContent report_content(const ReportInput& input) { return Writer(input).write(); }

}  // namespace sojourn
