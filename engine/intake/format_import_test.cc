// Method: a format made for the test, "one word and a number a line", shows what the import does around any format;
// replay is tried with real ones, on bodies that were kept for a source that was set up wrong.
#include "intake/format_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/decimal.h"
#include "intake/read_body.h"
#include "intake/replay.h"
#include "store/batch_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;

// "ID VERSION RATING" a line; a line "!" makes the rest of the file unreadable.
Status read_lines(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  size_t line = 0;
  std::string_view rest = input.bytes;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++line;
    if (text == "!") return Status::invalid("a mark that is no record", "line " + std::to_string(line));
    const size_t first = text.find(' ');
    const size_t second = text.find(' ', first + 1);
    writer.row();
    writer.begin(line, text);
    writer.id(text.substr(0, first)).version(parse_integer(text.substr(first + 1, second - first - 1)).value());
    writer.time("2026-03-01T10:00:00")
        .set("touchpoint", "call")
        .set("kind", "nps")
        .set("answer", text.substr(second + 1));
    writer.who(IdentifierKind::kPhone, "020 123 4567").set("amount", "12.50");
    if (const auto place = settings.find("place"); place != settings.end()) writer.set("location", place->second);
    for (const auto& [name, bytes] : input.side_files) writer.set("side", name + "=" + std::string(bytes));
    SOJOURN_CHECK(writer.end().status());
  }
  return {};
}

Format lines_format() {
  Format format;
  format.id = "lines";
  format.settings = {{"place", "where"}};
  format.read = read_lines;
  return format;
}

class FormatImportTest : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() + "/" + name, std::ios::binary) << text;
    return folder_.path() + "/" + name;
  }
  FormatImport words(std::vector<std::string> files) {
    FormatImport import;
    import.files = std::move(files);
    import.format = &format_;
    import.writer = {Zone::find("Europe/Amsterdam").value(), "NL", "EUR"};
    return import;
  }
  static std::string one(Store& store, const std::string& query) {
    const SqlTable table = must(store.sql(query, 10));
    return table.rows.empty() ? "" : table.rows[0][0].value_or("-");
  }

  TemporaryFolder folder_;
  Format format_ = lines_format();
};

TEST_F(FormatImportTest, ReadsAndReports) {
  const auto store = open_store(folder_.path());
  const std::string file = write("calls_01.txt", "a 1 9\nb 1 11\nc 1 3\n");
  const ImportReport report = must(import_as_format(words({file}), *store));
  ASSERT_EQ(report.sources.size(), 1u);
  const SourceReport& source = report.sources[0];
  EXPECT_EQ(source.source, "lines");
  EXPECT_EQ(source.counts.rows, 3);
  EXPECT_EQ(source.counts.events, 2);
  EXPECT_EQ(source.counts.rejected, 1);
  ASSERT_EQ(source.rejects.size(), 1u);
  EXPECT_EQ(source.rejects[0].file, "calls_01.txt");
  EXPECT_EQ(source.rejects[0].line, 2u);
  EXPECT_EQ(source.rejects[0].field, "answer");
  EXPECT_EQ(one(*store, "SELECT DISTINCT customer FROM events"), "phone:+31201234567");
  EXPECT_EQ(one(*store, "SELECT DISTINCT currency FROM events"), "EUR");
  EXPECT_EQ(one(*store, "SELECT DISTINCT offset_minutes FROM events"), "60");
}

TEST_F(FormatImportTest, AgainChangesNothingAndNewerTellingsWin) {
  const auto store = open_store(folder_.path());
  const std::string file = write("calls_01.txt", "a 1 9\nc 1 3\n");
  must(import_as_format(words({file}), *store));
  const ImportReport again = must(import_as_format(words({file}), *store));
  EXPECT_EQ(again.sources[0].counts.events, 0);
  EXPECT_EQ(again.sources[0].counts.repeats, 2);
  const std::string later = write("calls_02.txt", "a 2 10\nd 1 5\n");
  must(import_as_format(words({later}), *store));
  EXPECT_EQ(one(*store, "SELECT count(*) FROM events"), "3");
  EXPECT_EQ(one(*store, "SELECT answer FROM events WHERE id = 'a'"), "10.0");
  must(import_as_format(words({file}), *store));
  EXPECT_EQ(one(*store, "SELECT answer FROM events WHERE id = 'a'"), "10.0");
}

TEST_F(FormatImportTest, ReadsLargeFilesInManyBatches) {
  const auto store = open_store(folder_.path());
  std::string text;
  constexpr int kLines = 120'000;
  for (int i = 0; i < kLines; ++i) text += std::to_string(i) + " 1 7\n";
  int told = 0;
  FormatImport import = words({write("calls.txt", text)});
  import.progress = [&told](const ImportProgress&) { ++told;
};
const ImportReport report = must(import_as_format(import, *store));
EXPECT_EQ(report.sources[0].counts.rows, kLines);
EXPECT_EQ(report.sources[0].counts.events, kLines);
EXPECT_GE(told, 4);
EXPECT_EQ(one(*store, "SELECT count(*) FROM events"), std::to_string(kLines));
EXPECT_EQ(one(*store, "SELECT rows FROM sources"), std::to_string(kLines));
}  // namespace

TEST_F(FormatImportTest, UnpacksFiles) {
  const auto store = open_store(folder_.path());
  // The lines "a 1 9" and "c 1 3", as gzip packs them.
  const std::string packed(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\x54\x30\x54\xb0\xe4\x4a\x06\x92\xc6\x5c\x00"
      "\x98\x12\x49\x5e\x0c\x00\x00\x00",
      30);
  const ImportReport report = must(import_as_format(words({write("calls.txt.gz", packed)}), *store));
  EXPECT_EQ(report.sources[0].counts.events, 2);
  const auto cut = import_as_format(words({write("cut.gz", packed.substr(0, packed.size() - 6))}), *store);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code(), StatusCode::kCorruption);
}

TEST_F(FormatImportTest, WhatStoodBeforeTheTroubleIsKept) {
  const auto store = open_store(folder_.path());
  const std::string file = write("calls.txt", "a 1 9\n!\nb 1 9\n");
  const auto report = import_as_format(words({file}), *store);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(report.error().where(), file + ": line 2");
  EXPECT_EQ(one(*store, "SELECT count(*) FROM events"), "1");
  EXPECT_EQ(import_as_format(words({folder_.path() + "/nothing"}), *store).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(import_as_format(words({}), *store).status().code(), StatusCode::kInvalidArgument);
}

TEST_F(FormatImportTest, SettingsSideFilesSourceAndStrict) {
  const auto store = open_store(folder_.path());
  FormatImport import = words({write("calls.txt", "a 1 9\nb 1 12\n")});
  import.settings = {{ "plaec", "Delft" }};
  const auto unknown = import_as_format(import, *store);
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message(), HasSubstr("place"));
  import.settings = {{ "place", "Delft" }};
  import.side_files = {write("agents.txt", "dora")};
  import.source = "desk";
  import.strict = true;
  const auto strict = import_as_format(import, *store);
  ASSERT_FALSE(strict);
  EXPECT_THAT(strict.error().where(), HasSubstr("calls.txt:2"));
  EXPECT_EQ(one(*store, "SELECT count(*) FROM events"), "0");
  import.strict = false;
  must(import_as_format(import, *store));
  EXPECT_EQ(one(*store, "SELECT location FROM events"), "Delft");
  EXPECT_EQ(one(*store, "SELECT source FROM events"), "desk");
  EXPECT_THAT(one(*store, "SELECT properties FROM events"), HasSubstr("agents.txt=dora"));
}

TEST_F(FormatImportTest, ADryRunShowsAndStoresNothing) {
  const auto store = open_store(folder_.path());
  FormatImport import = words({write("calls.txt", "a 1 9\n")});
  import.dry_run = true;
  const ImportReport report = must(import_as_format(import, *store));
  EXPECT_EQ(report.sources[0].counts.events, 1);
  ASSERT_EQ(report.samples.size(), 1u);
  EXPECT_THAT(report.samples[0], HasSubstr("touchpoint=call"));
  EXPECT_EQ(one(*store, "SELECT count(*) FROM events"), "0");
}

// --- bodies, read again

constexpr const char* kContact =
    R"({"ContactId":"k1","Channel":"VOICE","InitiationMethod":"INBOUND","AWSContactTraceRecordFormatVersion":"2017-03-10",)"
    R"("InitiationTimestamp":"2026-03-01T10:00:00Z","DisconnectTimestamp":"2026-03-01T10:05:00Z",)"
    R"("LastUpdateTimestamp":"2026-03-01T10:06:00Z","CustomerEndpoint":{"Type":"TELEPHONE_NUMBER","Address":"+31201234567"},)"
    R"("Agent":{"Username":"dora","AgentInteractionDuration":120}})";

// As they come in by webhook, all at once.
void take(Store& store, const SourceSpec& source, const std::vector<std::string>& bodies) {
  std::vector<std::unique_ptr<EventBatch>> batches;
  std::vector<const EventBatch*> read;
  std::vector<RawBody> raws;
  for (const std::string& body : bodies) {
    batches.push_back(std::make_unique<EventBatch>());
    const Status status = read_body(source, body, {{"content-type", "application/json"}}, *batches.back());
    if (status.ok()) read.push_back(batches.back().get());
    raws.push_back({0, source.name, source.format, headers_text({{"content-type", "application/json"}}), body, now(),
                    status.ok() ? "" : status.to_string()});
  }
  must(store.append_all(read, raws));
}

TEST_F(FormatImportTest, ReplayMendsWhatWasSetUpWrong) {
  const auto store = open_store(folder_.path());
  const auto book = must(SourceBook::open(*store));
  SourceSpec spec;
  spec.name = "desk";
  spec.format = "zendesk";
  ASSERT_TRUE(book->put(spec).ok());
  take(*store, spec, {"{ no JSON", kContact});
  spec.format = "amazon-connect";
  ASSERT_TRUE(book->put(spec).ok());
  const ReplayReport report = must(replay(*store, *book, {}));
  EXPECT_EQ(report.bodies, 2);
  EXPECT_EQ(one(*store, "SELECT count(*) FROM events WHERE agent = 'dora' AND source = 'desk'"), "1");
  EXPECT_EQ(report.stored, 1);
  // Once more: nothing changes, however often.
  const ReplayReport again = must(replay(*store, *book, {.source = "desk"}));
  EXPECT_EQ(again.bodies, 2);
  EXPECT_EQ(again.mended, 0);
  EXPECT_EQ(one(*store, "SELECT count(*) FROM events"), "1");
  const ReplayReport failed = must(replay(*store, *book, {.failed_only = true}));
  EXPECT_EQ(failed.bodies, failed.failed);
  EXPECT_EQ(replay(*store, *book, {.source = "dsk"}).status().code(), StatusCode::kNotFound);
}

TEST_F(FormatImportTest, WhatTellsNoTimeIsDatedByItsArrival) {
  const std::string body =
      "AccountSid=AC1&MessageSid=SM1&MessageStatus=delivered&From=%2B31201234567&To=%2B31612345678";
  SourceSpec spec;
  spec.name = "texts";
  spec.format = "twilio";
  const Micros received = 1'772'366'400 * kSecond;
  EventBatch batch;
  ASSERT_TRUE(read_body(spec, body, {}, batch, received).ok());
  ASSERT_EQ(batch.events.size(), 1u);
  EXPECT_EQ(batch.events.front().time, received);
  const auto store = open_store(folder_.path());
  const auto book = must(SourceBook::open(*store));
  ASSERT_TRUE(book->put(spec).ok());
  take(*store, spec, {body});
  EXPECT_EQ(one(*store, "SELECT count(*) FROM events"), "0") << "read without the time of arrival";
  EXPECT_EQ(must(replay(*store, *book, {})).stored, 1);
  EXPECT_EQ(one(*store, "SELECT count(*) FROM events"), "1");
}

// As a vendor does that sends again after three seconds, in a form without times.
TEST_F(FormatImportTest, OfAMessageThatCameTwiceTheFirstTellingHolds) {
  const auto store = open_store(folder_.path());
  const auto book = must(SourceBook::open(*store));
  SourceSpec spec;
  spec.name = "texts";
  spec.format = "twilio";
  ASSERT_TRUE(book->put(spec).ok());
  const std::string body =
      "AccountSid=AC1&MessageSid=SM1&SmsStatus=received&Body=hello&From=%2B31201234567&To=%2B31612345678";
  const Micros first = 1'772'366'400 * kSecond;
  const auto deliver = [&](Micros received, const std::string& outcome) {
    EventBatch batch;
    ASSERT_TRUE(read_body(spec, body, {{"content-type", ""}}, batch, received).ok());
    const EventBatch* const one = &batch;
    const RawBody raw{0, "texts", "twilio", headers_text({{"content-type", ""}}), body, received, outcome};
    must(store->append_all(std::span(&one, outcome.empty() ? 1 : 0), {{raw}}));
  };
  deliver(first, "");
  deliver(first + 3 * kSecond, "");
  deliver(first - 7 * kSecond, "nobody understood it then");
  const std::string facts = one(*store, "SELECT string_agg(epoch_us(time)::varchar || touchpoint, ' ') FROM events");
  EXPECT_THAT(facts, HasSubstr(std::to_string(first)));
  for (const int64_t mended : {1, 0, 0}) {
    const ReplayReport report = must(replay(*store, *book, {}));
    EXPECT_EQ(report.bodies, 3);
    EXPECT_EQ(report.stored, 0);
    EXPECT_EQ(report.repeats, 3);
    EXPECT_EQ(report.mended, mended);
    EXPECT_EQ(one(*store, "SELECT string_agg(epoch_us(time)::varchar || touchpoint, ' ') FROM events"), facts);
  }
}

// The first body was kept unread and the second was read live: what was set right since reaches the event, and replaying
// once more finds everything in its place.
TEST_F(FormatImportTest, ReplayEndsTheSameHoweverOftenAndWhicheverBodyWasReadLive) {
  const auto store = open_store(folder_.path());
  const auto book = must(SourceBook::open(*store));
  SourceSpec spec;
  spec.name = "texts";
  spec.format = "twilio";
  spec.country = "US";  // Wrong.
  ASSERT_TRUE(book->put(spec).ok());
  const std::string body =
      "AccountSid=AC1&MessageSid=SM1&SmsStatus=received&Body=hello&From=020+123+4567&To=%2B31612345678";
  const Micros first = 1'772'366'400 * kSecond;
  const auto deliver = [&](Micros received, const std::string& outcome) {
    EventBatch batch;
    ASSERT_TRUE(read_body(spec, body, {{"content-type", ""}}, batch, received).ok());
    const EventBatch* const one = &batch;
    const RawBody raw{0, "texts", "twilio", headers_text({{"content-type", ""}}), body, received, outcome};
    must(store->append_all(std::span(&one, outcome.empty() ? 1 : 0), {{raw}}));
  };
  deliver(first, "nobody understood it then");
  deliver(first + 3 * kSecond, "");
  const auto shown = [&] {
    return one(*store, "SELECT count(*) || ' ' || min(epoch_us(time)) || ' ' || min(customer) FROM events");
  };
  const std::string wrong = shown();
  EXPECT_THAT(wrong, HasSubstr(std::to_string(first + 3 * kSecond)));
  spec.country = "NL";
  ASSERT_TRUE(book->put(spec).ok());
  must(replay(*store, *book, {.failed_only = true}));
  EXPECT_EQ(shown(), wrong);  // Takes nobody's place.
  for (int time = 0; time < 3; ++time) {
    must(replay(*store, *book, {}));
    EXPECT_EQ(shown(), "1 " + std::to_string(first) + " phone:+31201234567");
  }
}

TEST_F(FormatImportTest, ReplayPutsTheMendedReadingInPlace) {
  const auto store = open_store(folder_.path());
  const auto book = must(SourceBook::open(*store));
  SourceSpec spec;
  spec.name = "desk";
  spec.format = "amazon-connect";
  ASSERT_TRUE(book->put(spec).ok());
  // 300 bodies: more than a page.
  std::vector<std::string> bodies;
  for (int i = 0; i < 300; ++i) {
    bodies.emplace_back(kContact);
    bodies.back().replace(bodies.back().find("k1"), 2, "k" + std::to_string(i));
  }
  take(*store, spec, bodies);
  const ReplayReport report = must(replay(*store, *book, {}));
  EXPECT_EQ(report.bodies, 300);
  EXPECT_EQ(report.failed, 0);
  EXPECT_EQ(one(*store, "SELECT count(*) FROM events"), "300");
}

TEST(Headers, AreKeptAsJson) {
  const std::map<std::string, std::string> headers{{"content-type", "a\"b\n"}, {"x", ""}};
  EXPECT_EQ(must(parse_headers(headers_text(headers))), headers);
  EXPECT_TRUE(must(parse_headers("")).empty());
  for (const char* bad : {"[]", "{", "{\"a\":1}"}) {
    EXPECT_EQ(parse_headers(bad).status().code(), StatusCode::kCorruption);
  }
}

}  // namespace sojourn
}  // namespace sojourn
