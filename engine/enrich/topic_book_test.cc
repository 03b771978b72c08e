// What people say of topics, as the record keeps it: joins, names and pins outlive what was learned.
#include <algorithm>
#include <filesystem>
#include <set>

#include "enrich/topic_book.h"
#include "enrich/voice_fixture.h"

namespace sojourn {
namespace {

class TopicBookTest : public VoiceTest {
 protected:
  TopicBookTest() {
    say(two_things(40));
    done(voice().begin_refit(2));
  }
  // The topic that has this word; it has id 0 where there is none.
  VoiceTopicRow about(const std::string& word) {
    for (const VoiceTopicRow& each : voice().topics()) {
      if (std::ranges::count(each.words, word) > 0) return each;
    }
    return {};
  }
  std::string model_path() const { return folder_.path() + "/voice/topics.model"; }
};

TEST_F(TopicBookTest, JoinsWithinALanguageOutliveTheFolderAndARefit) {
  done(voice().name_topic(about("app").id, "Troubles"));
  done(voice().join_topics(about("parcel").id, about("app").id));
  voiced_.reset();
  std::filesystem::remove_all(folder_.path() + "/voice");
  for (int i = 0; i < 2; ++i) {
    open();
    done(voice().begin_refit(2));
    EXPECT_EQ(about("app").name, "Troubles");
    EXPECT_EQ(about("parcel").name, "Troubles");
    EXPECT_NE(about("app").id, about("parcel").id);
    EXPECT_EQ(read_topic_rows(*store_).value()->size(), 2U);
  }
}

// As if the program had been killed between the record and the folder.
TEST_F(TopicBookTest, AnotherNameOfANamedTopicIsNotLost) {
  done(voice().name_topic(about("app").id, "First"));
  const std::string before = read_file(model_path()).value();
  done(voice().name_topic(about("app").id, "Second"));
  voiced_.reset();
  ASSERT_TRUE(write_file_atomic(model_path(), before).ok());
  open();
  EXPECT_EQ(about("app").name, "Second");
}

TEST_F(TopicBookTest, OneOfTwoJoinedTopicsIsPinnedByItselfAndLetGo) {
  const uint32_t app = about("app").id, parcel = about("parcel").id;
  done(voice().join_topics(parcel, app));
  for (const uint32_t id : {parcel, app}) {
    done(voice().pin_topic(id));
    for (const VoiceTopicRow& each : voice().topics()) {
      EXPECT_EQ(each.pinned, each.id == id) << each.id;
    }
    EXPECT_EQ(about("app").id, app);
    EXPECT_EQ(about("parcel").id, parcel);
    EXPECT_EQ(voice().pin_topic(id == app ? parcel : app).code(), StatusCode::kConflict);
    done(voice().unpin_topic(id));
    done(voice().begin_refit(2));
    open();
    done(voice().begin_refit(2));
    for (const VoiceTopicRow& each : voice().topics()) EXPECT_FALSE(each.pinned);
    EXPECT_EQ(read_topic_rows(*store_).value()->size(), 2U);
  }
}

TEST_F(TopicBookTest, WhatWasFoundPinnedAndLetGoKeepsItsNumberAndName) {
  const uint32_t id = about("app").id;
  done(voice().name_topic(id, "My own name"));
  done(voice().pin_topic(id));
  EXPECT_EQ(about("app").language, "en");
  done(voice().unpin_topic(id));
  done(voice().begin_refit(2));
  EXPECT_EQ(about("app").id, id);
  EXPECT_EQ(about("app").name, "My own name");
}

TEST_F(TopicBookTest, APinOfManyLanguagesThatIsLetGoAndVanishedHasNoRow) {
  done(voice().pin_topic("Lateness", {"late"}));
  for (const VoiceTopicRow& each : voice().topics()) {
    if (each.pinned) done(voice().unpin_topic(each.id));
  }
  done(voice().begin_refit(2));
  EXPECT_TRUE(read_topic_rows(*store_).value()->empty());
}

TEST_F(TopicBookTest, APinWithoutWordsIsRefusedAndStopsNoFit) {
  ASSERT_TRUE(write_topic_rows(*store_, {{"Empty", "", {" "}, true}}).ok());
  const auto rows = read_topic_rows(*store_);
  ASSERT_FALSE(rows.has_value());
  EXPECT_NE(rows.error().message().find("'Empty' has no words"), std::string::npos) << rows.error().to_string();
  EXPECT_TRUE(pinned_of({{"Empty", "", {}, true}}, TopicModel()).empty());
}

}  // namespace
}  // namespace sojourn
