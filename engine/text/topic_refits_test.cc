// Topics from one fit to the next: ids, names, pins and joins.
#include <gtest/gtest.h>

#include <set>

#include "text/topic_comments_fixture.h"
#include "text/topic_model.h"

namespace sojourn {
namespace {

TEST(TopicRefits, IdsAndNamesStayOverRefits) {
  const TopicModel first = fit(as_texts(comments(150, 4, 3)), 3);
  TopicModel named = first;
  const uint32_t app = topic_of(first, kApp);
  ASSERT_TRUE(named.rename(app, "Signing in").ok());
  // The texts of another quarter, with a fourth theme.
  const TopicModel second = fit(as_texts(comments(240, 5, 4)), 4, &named);
  EXPECT_EQ(topic_of(second, kApp), app);
  EXPECT_EQ(topic_of(second, kLate), topic_of(first, kLate));
  EXPECT_EQ(topic_of(second, kBill), topic_of(first, kBill));
  EXPECT_EQ(second.find(app)->name, "Signing in");
  const uint32_t hold = topic_of(second, kHold);
  EXPECT_EQ(first.find(hold), nullptr) << "a new topic has a new id";
  // The theme goes, and its id is not given to another.
  const TopicModel third = fit(as_texts(comments(150, 6, 3)), 3, &second);
  EXPECT_EQ(third.find(hold), nullptr);
  const TopicModel fourth = fit(as_texts(comments(240, 7, 4)), 4, &third);
  EXPECT_NE(topic_of(fourth, kHold), hold);
  EXPECT_EQ(topic_of(fourth, kApp), app);
}

TEST(TopicRefits, ARefitOnTheSameTextsChangesNothing) {
  for (const size_t count : {size_t{36}, size_t{60}, size_t{200}}) {
    const std::vector<std::string> texts = comments(count, 21);
    const PinnedTopic pin{0, "Rain", {"rain"}};
    TopicModel model = fit(as_texts(texts), 0, nullptr, {pin});
    ASSERT_TRUE(model.rename(model.topics().back().id, "Signing in").ok());
    for (int again = 0; again < 3; ++again) {
      const TopicModel next = fit(as_texts(texts), 0, &model, model.pinned());
      ASSERT_EQ(next.topics().size(), model.topics().size());
      for (size_t i = 0; i < next.topics().size(); ++i) {
        EXPECT_EQ(next.topics()[i].id, model.topics()[i].id);
        EXPECT_EQ(next.topics()[i].name, model.topics()[i].name);
        EXPECT_DOUBLE_EQ(next.topics()[i].share, model.topics()[i].share);
      }
      model = next;
    }
  }
}

TEST(TopicRefits, AFifthMoreTextsKeepIdsAndTellAlmostAllTheSame) {
  std::vector<std::string> texts = comments(300, 22);
  const TopicModel first = fit(as_texts(texts));
  for (const std::string& more : comments(60, 23)) texts.push_back(more);
  const TopicModel second = fit(as_texts(texts), 0, &first);
  for (const Topic& topic : first.topics()) EXPECT_NE(second.find(topic.id), nullptr) << topic.name;
  size_t same = 0;
  for (const std::string& text : texts) same += topic_of(first, text) == topic_of(second, text) ? 1 : 0;
  EXPECT_GE(same, texts.size() * 9 / 10) << "what later texts are told is what a refit says of them";
}

TEST(TopicRefits, APinnedTopicWinsWhereItsWordsAre) {
  const std::vector<std::string> texts = comments(200, 24);
  const PinnedTopic pin{0, "Delivery", {"late", "courier", "parcel"}};
  const TopicModel model = fit(as_texts(texts), 4, nullptr, {pin});
  const uint32_t delivery = model.topics()[0].id;
  for (const char* text : {"Delivery was late by 3 days", "The courier asked for my password at the login of the app",
                           "Charged twice on my invoice, refund missing, and the parcel?"}) {
    EXPECT_EQ(topic_of(model, text), delivery) << text;
  }
  size_t with = 0;
  for (const std::string& text : texts) {
    const bool has = text.find(" late") != std::string::npos || text.find("courier") != std::string::npos ||
                     text.find("parcel") != std::string::npos;
    with += has ? 1 : 0;
    if (has) {
      EXPECT_EQ(topic_of(model, text), delivery) << text;
    }
  }
  EXPECT_GE(model.topics()[0].share * 200, static_cast<double>(with)) << "the share counts them, too";
  const Result<TopicModel> loaded = TopicModel::load(model.save(), "topics.model");
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(topic_of(*loaded, "The courier asked for my password at the login of the app"), delivery);
  TopicModel free = model;
  ASSERT_TRUE(free.pin(delivery, false).ok());
  EXPECT_NE(topic_of(free, "The courier asked for my password at the login of the app"), delivery);
}

TEST(TopicRefits, TopicsAreJoinedUnderOneName) {
  const std::vector<std::string> texts = comments(200, 25);
  TopicModel model = fit(as_texts(texts), 4);
  const uint32_t late = topic_of(model, kLate), bill = topic_of(model, kBill);
  EXPECT_EQ(model.rename(late, model.find(bill)->name).code(), StatusCode::kConflict) << "not by chance";
  EXPECT_EQ(model.join(late, late).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(model.join(late, 99).code(), StatusCode::kNotFound);
  EXPECT_EQ(model.join(99, late).code(), StatusCode::kNotFound);
  ASSERT_TRUE(model.rename(bill, "Money").ok());
  ASSERT_TRUE(model.join(late, bill).ok());
  EXPECT_EQ(model.find(late)->name, "Money");
  const Result<TopicModel> loaded = TopicModel::load(model.save(), "topics.model");
  ASSERT_TRUE(loaded.has_value()) << loaded.status().to_string();
  const TopicModel again = fit(as_texts(comments(240, 26)), 4, &*loaded);
  EXPECT_EQ(again.find(late)->name, "Money");
  EXPECT_EQ(again.find(bill)->name, "Money");
  TopicModel parted = again;
  ASSERT_TRUE(parted.rename(late, "Post").ok());
  EXPECT_EQ(parted.find(bill)->name, "Money");
  ASSERT_TRUE(parted.pin(late, true).ok());
  ASSERT_TRUE(parted.pin(bill, true).ok());
  EXPECT_EQ(parted.join(late, bill).code(), StatusCode::kInvalidArgument) << "pinned ones by their words";
}

TEST(TopicRefits, PinnedTopicsStayWithTheirWords) {
  const PinnedTopic pin{0, "Packaging", {"damaged", "rain", "gift wrap"}};
  const TopicModel model = fit(as_texts(comments(200, 8)), 4, nullptr, {pin});
  ASSERT_EQ(model.topics().size(), 5U);
  const Topic& topic = model.topics()[0];
  EXPECT_TRUE(topic.pinned);
  EXPECT_EQ(topic.name, "Packaging");
  EXPECT_EQ(topic_of(model, "It lay in the rain, all damaged"), topic.id);
  EXPECT_EQ(topic_of(model, "Please offer gift wraps"), topic.id) << "words that no text had";
  const TopicModel again = fit(as_texts(comments(200, 9)), 4, &model, model.pinned());
  EXPECT_EQ(again.topics()[0].id, topic.id);
  EXPECT_EQ(again.topics()[0].name, "Packaging");
  const TopicModel without = fit(as_texts(comments(200, 9)), 4, &again);
  EXPECT_EQ(without.pinned().size(), 0U);
}

TEST(TopicRefits, ATopicThatWasFoundCanBePinned) {
  TopicModel model = fit(as_texts(comments(200, 10)), 4);
  const uint32_t late = topic_of(model, kLate);
  ASSERT_TRUE(model.pin(late, true).ok());
  const TopicModel again = fit(as_texts(comments(200, 11)), 3, &model, model.pinned());
  EXPECT_EQ(topic_of(again, kLate), late);
  EXPECT_TRUE(again.find(late)->pinned);
  EXPECT_EQ(again.topics().size(), 4U);
}

}  // namespace
}  // namespace sojourn
