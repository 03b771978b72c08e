// Method: every timeline of up to four events with pauses around the limit and every choice of start and end events,
// cut in both ways the engine has, against a twin that follows the definition word for word.
#include "measure/session_cut.h"

#include <gtest/gtest.h>

#include "timelines/fixture.h"

namespace sojourn {
namespace {

using Parameters = std::map<std::string, std::vector<std::string>>;

constexpr Micros kGap = 10;
constexpr Micros kLongest = 15;

Fixture every_timeline() {
  const std::vector<Micros> pauses{0, 1, kGap, kGap + 1};
  const std::vector<std::string> marks{"", "s", "e", "se"};
  Fixture life;
  size_t customer = 0;
  for (size_t events = 1; events <= 4; ++events) {
    size_t choices = marks.size();
    for (size_t i = 1; i < events; ++i) choices *= marks.size() * pauses.size();
    for (size_t choice = 0; choice < choices; ++choice, ++customer) {
      size_t rest = choice;
      Micros time = kDay;
      for (size_t i = 0; i < events; ++i) {
        const std::string& mark = marks[rest % marks.size()];
        rest /= marks.size();
        if (i > 0) {
          time += pauses[rest % pauses.size()];
          rest /= pauses.size();
        }
        life.add("c" + std::to_string(customer), time, {{"properties.mark", mark.empty() ? "none" : mark}});
      }
    }
  }
  return life;
}

// Positions at which sessions begin, as the header says.
std::vector<uint32_t> twin(const Block& block, ColumnId mark, const Names& names, size_t customer,
                           const Parameters& rules) {
  const auto is = [&](uint32_t event, char wanted) {
    return names.text(block.column(mark).codes[event]).find(wanted) != std::string_view::npos;
  };
  std::vector<uint32_t> begins{block.begins[customer]};
  for (uint32_t i = block.begins[customer] + 1; i < block.begins[customer + 1]; ++i) {
    const bool pause = rules.count("gap") != 0 && block.times[i] - block.times[i - 1] > kGap;
    const bool full = rules.count("longest") != 0 && block.times[i] - block.times[begins.back()] > kLongest;
    const bool starts = rules.count("session_start") != 0 && is(i, 's');
    const bool ended = rules.count("session_end") != 0 && is(i - 1, 'e');
    if (pause || full || starts || ended) begins.push_back(i);
  }
  return begins;
}

void check(const Snapshot& snapshot, const Parameters& rules) {
  MeasureDefinition definition;
  definition.id = "test";
  definition.parameters = SessionCut::parameters("");
  Question question;
  question.parameters = rules;
  BindContext context(snapshot, question, definition, *Zone::find("UTC"), TimeRange{}, 0);
  const ColumnId mark = context.column("properties.mark");
  const Result<SessionCut> cut = SessionCut::bind(context);
  ASSERT_TRUE(cut.has_value()) << cut.status().to_string();
  EXPECT_EQ(cut->cuts(), !rules.empty());
  const std::unique_ptr<BlockReader> reader = snapshot.reader(context.columns());
  SessionScratch scratch;
  for (size_t b = 0; b < snapshot.block_count(); ++b) {
    const Block& block = reader->read(b);
    cut->prepare(block, scratch);
    std::vector<uint32_t> positions(block.event_count());
    for (uint32_t i = 0; i < positions.size(); ++i) positions[i] = i;
    for (size_t c = 0; c < block.customers.size(); ++c) {
      const uint32_t begin = block.begins[c];
      const uint32_t end = block.begins[c + 1];
      const std::vector<uint32_t> wanted = twin(block, mark, *snapshot.names(mark), c, rules);
      std::vector<uint32_t> begins;
      uint32_t next = begin;
      cut->for_each(Slice{block, c, std::span(positions).subspan(begin, end - begin)}, scratch,
                    [&](std::span<const uint32_t> events) {
                      ASSERT_FALSE(events.empty());
                      ASSERT_EQ(events.front(), next) << "sessions follow one another";
                      begins.push_back(next);
                      next = events.back() + 1;
                    });
      ASSERT_EQ(next, end) << "every event is in a session";
      ASSERT_EQ(begins, wanted) << "customer " << c;
      std::vector<uint32_t> dense(end - begin + 1);
      dense.resize(static_cast<size_t>(cut->write_begins(block, begin, end, scratch, dense.data()) - dense.data()));
      ASSERT_EQ(dense, wanted) << "customer " << c;
    }
  }
}

TEST(SessionCut, CutsEveryTimelineAsDefined) {
  const std::shared_ptr<const Snapshot> snapshot = every_timeline().snapshot();
  const std::vector<std::pair<std::string, std::string>> rules{{"gap", "10us"},
                                                               {"longest", "15us"},
                                                               {"session_start", "properties.mark contains \"s\""},
                                                               {"session_end", "properties.mark contains \"e\""}};
  for (size_t chosen = 0; chosen < 16; ++chosen) {
    Parameters parameters;
    for (size_t i = 0; i < rules.size(); ++i) {
      if ((chosen >> i) & 1) parameters[rules[i].first] = {rules[i].second};
    }
    SCOPED_TRACE(chosen);
    check(*snapshot, parameters);
    if (HasFatalFailure()) return;
  }
}

TEST(SessionCut, NamesTheFilterThatCannotBeRead) {
  const std::shared_ptr<const Snapshot> snapshot = every_timeline().snapshot();
  MeasureDefinition definition;
  definition.parameters = SessionCut::parameters("30m");
  Question question;
  question.parameters["session_end"] = {"tochpoint = \"x\""};
  BindContext context(*snapshot, question, definition, *Zone::find("UTC"), TimeRange{}, 0);
  EXPECT_EQ(SessionCut::bind(context).status().where().substr(0, 11), "session_end");
}

}  // namespace
}  // namespace sojourn
