// Documents, raw bodies, and several batches in one transaction.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/batch_fixture.h"

namespace sojourn {
namespace {

using Kind = IdentifierKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> names_and_texts(Store& store, std::string_view kind) {
  std::vector<std::string> out;
  for (const Document& document : must(store.documents(kind))) out.push_back(document.name + "=" + document.text);
  return out;
}

TEST(Documents, AreReplacedByNameAndStay) {
  const TemporaryFolder folder;
  const std::string odd = "{\"text\":\"é 'quoted' \xF0\x9F\x98\x80\"}";
  {
    const auto store = open_store(folder.path());
    EXPECT_THAT(*store->documents("source"), IsEmpty());
    const std::vector<Document> first{
        {"source", "web", "1", 0}, {"source", "calls", odd, 0}, {"survey", "web", "2", 0}};
    const Micros before = now();
    ASSERT_TRUE(store->put_documents(first).ok());
    EXPECT_GE(store->documents("source")->front().changed_at, before);
    const std::vector<Document> second{{"source", "web", "3", 0}, {"source", "web", "4", 0}};
    ASSERT_TRUE(store->put_documents(second).ok());
    EXPECT_THAT(names_and_texts(*store, "source"), ElementsAre("calls=" + odd, "web=4"));
    ASSERT_TRUE(store->remove_document("survey", "web").ok());
    EXPECT_EQ(store->remove_document("survey", "web").code(), StatusCode::kNotFound);
    EXPECT_EQ(store->remove_document("source", "none").code(), StatusCode::kNotFound);
  }
  const auto store = open_store(folder.path());
  EXPECT_THAT(names_and_texts(*store, "source"), ElementsAre("calls=" + odd, "web=4"));
  EXPECT_THAT(names_and_texts(*store, "survey"), IsEmpty());
}

RawBody raw(std::string source, std::string body, std::string outcome = "") {
  return {0, std::move(source), "format", "{\"a\":\"b\"}", std::move(body), 7, std::move(outcome)};
}

std::vector<std::string> bodies(Store& store, const RawFilter& filter) {
  std::vector<std::string> out;
  const Status status = store.raw_bodies(filter, [&](const RawBody& body) -> Status {
    EXPECT_EQ(body.format, "format");
    EXPECT_EQ(body.headers, "{\"a\":\"b\"}");
    EXPECT_EQ(body.received, 7);
    out.push_back(std::to_string(body.number) + " " + body.source + " " + body.body + " " + body.outcome);
    return {};
  });
  EXPECT_TRUE(status.ok()) << status.to_string();
  return out;
}

TEST(RawBodies, AreKeptAsTheyCameAndMendedByNumber) {
  const TemporaryFolder folder;
  const std::string bytes("\0\xFF\xFE'\"\n", 6);
  {
    const auto store = open_store(folder.path());
    const std::vector<RawBody> first{raw("calls", bytes), raw("shop", "", "no id")};
    ASSERT_TRUE(store->append_all({}, first).has_value());
  }
  const auto store = open_store(folder.path());
  const std::vector<RawBody> second{raw("calls", "three", "bad json")};
  ASSERT_TRUE(store->append_all({}, second).has_value());
  EXPECT_THAT(bodies(*store, {}), ElementsAre("1 calls " + bytes + " ", "2 shop  no id", "3 calls three bad json"));
  EXPECT_THAT(bodies(*store, {"calls", false, 1}), ElementsAre("3 calls three bad json"));
  EXPECT_THAT(bodies(*store, {"", true, 0}), ElementsAre("2 shop  no id", "3 calls three bad json"));
  // As a replay does it: while they are read.
  const Status status = store->raw_bodies({"", true, 0}, [&](const RawBody& body) -> Status {
    return store->set_outcome(body.number, body.number == 2 ? "" : "still bad");
  });
  EXPECT_TRUE(status.ok()) << status.to_string();
  EXPECT_THAT(bodies(*store, {"", true, 0}), ElementsAre("3 calls three still bad"));
  EXPECT_EQ(store->set_outcome(4, "").code(), StatusCode::kNotFound);
  EXPECT_EQ(store->raw_bodies({}, [](const RawBody&) { return Status::invalid("enough"); }).message(), "enough");
}

TEST(AppendAll, TakesBatchesOfSeveralSourcesAtOnce) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  BatchMaker shop("shop", "http");
  BatchMaker again("shop", "http");
  BatchMaker crm("crm", "http");
  for (BatchMaker* maker : {&shop, &again, &crm}) {
    maker->add("a", 1, {{Kind::kId, "1"}}, "visit");
    maker->add("b", 2, {{Kind::kId, "2"}}, "visit");
  }
  again.add("c", 3, {{Kind::kId, "1"}, {Kind::kEmail, "a@example.org"}});
  crm.reject(1, "time", "no time", "x");
  const EventBatch empty = [] {
    EventBatch batch;
    batch.source = "hook";
    return batch;
  }();
  const EventBatch* const all[] = {&shop.batch(), &again.batch(), &crm.batch(), &empty};
  const std::vector<RawBody> kept{raw("hook", "body")};
  const auto receipts = store->append_all(all, kept);
  ASSERT_TRUE(receipts.has_value()) << receipts.status().to_string();
  ASSERT_EQ(receipts->size(), 4u);
  EXPECT_EQ((*receipts)[0].stored, 2);
  EXPECT_EQ((*receipts)[0].repeats, 0);
  EXPECT_EQ((*receipts)[1].stored, 1);
  EXPECT_EQ((*receipts)[1].repeats, 2);
  EXPECT_EQ((*receipts)[2].stored, 2);
  EXPECT_EQ((*receipts)[3].stored, 0);
  EXPECT_EQ(store->last_sequence(), 5);
  EXPECT_EQ(*store->reject_count("crm"), 1);
  EXPECT_EQ(bodies(*store, {}).size(), 1u);
  const std::vector<SourceQuality> quality = must(store->quality());
  ASSERT_EQ(quality.size(), 2u);  // A stream that delivered nothing has no line.
  EXPECT_EQ(quality[0].source, "crm");
  EXPECT_EQ(quality[0].counts.events, 2);
  EXPECT_EQ(quality[1].counts.events, 3);
  EXPECT_EQ(quality[1].counts.repeats, 2);
  EXPECT_EQ(quality[1].counts.rows, 5);
}

TEST(AppendAll, TakesAllOrNothing) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  BatchMaker good;
  good.add("a", 1, {{Kind::kId, "1"}}, "visit");
  const EventBatch nameless;
  const EventBatch* const all[] = {&good.batch(), &nameless};
  EXPECT_EQ(store->append_all(all, {}).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(store->last_sequence(), 0);
  EXPECT_TRUE(store->append_all({}, {})->empty());
  EXPECT_EQ(append(*store, good).stored, 1);
}

}  // namespace
}  // namespace sojourn
