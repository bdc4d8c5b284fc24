"""The objects that answers, events and interactions share: the union of what the named samples have."""

from tests.playground.published.notation import Skeleton, read

OBJECTS: dict[str, Skeleton] = {}

for _name, _text in {
    "TEXT": "!type:s !text:s emoji:b",
    # api/users.info, users.list, users.profile.get, users.lookupByEmail, events/TeamJoinPayload
    "PROFILE": """
        !title:s !phone:s !skype:s !real_name:s !real_name_normalized:s !display_name:s
        !display_name_normalized:s
        !status_text:s !status_text_canonical:s !status_emoji:s !status_expiration:n !avatar_hash:s
        image_original:s is_custom_image:b email:s pronouns:s !first_name:s !last_name:s !image_24:s
        !image_32:s
        !image_48:s !image_72:s !image_192:s !image_512:s image_1024:s team:s api_app_id:s bot_id:s
        always_active:b guest_invited_by:s guest_expiration_ts:n huddle_state:s huddle_state_expiration_ts:n
        fields:o status_emoji_url:s status_emoji_display_info:l""",
    "USER": """
        !id:s !team_id:s !name:s !deleted:b !color:s !real_name:s !tz:s !tz_label:s !tz_offset:n
        !profile@PROFILE !is_admin:b !is_owner:b !is_primary_owner:b !is_restricted:b !is_ultra_restricted:b
        !is_bot:b !is_app_user:b !updated:n locale:s has_2fa:b !is_email_confirmed:b enterprise_user:o
        is_stranger:b !who_can_share_contact_card:s is_workflow_bot:b is_invited_user:b""",
    # The bot of api/bots.info and the bot_profile of chat.update and chat.scheduleMessage
    "ICONS": "!image_36:s !image_48:s !image_72:s",
    "BOT_PROFILE": "!id:s !deleted:b !name:s !updated:n !app_id:s !icons@ICONS !team_id:s",
    # api/conversations.info, create, list, join, invite, rename, setTopic, users.conversations
    "ABOUT": "!value:s !creator:s !last_set:n",
    "CHANNEL": """
        !id:s !name:s !is_channel:b !is_group:b !is_im:b !created:n !is_archived:b !is_general:b !unlinked:n
        !name_normalized:s !is_shared:b !creator:s !is_ext_shared:b !is_org_shared:b !shared_team_ids:s[]
        !pending_shared:s[] !pending_connected_team_ids:s[] !is_pending_ext_shared:b is_member:b !is_private:b
        !is_mpim:b last_read:s !topic@ABOUT !purpose@ABOUT !previous_names:s[] locale:s num_members:n
        is_read_only:b is_thread_only:b is_non_threadable:b internal_team_ids:s[] connected_team_ids:s[]
        conversation_host_id:s is_moved:n is_global_shared:b is_org_default:b is_org_mandatory:b
        connected_limited_team_ids:s[] context_team_id:s updated:n priority:n is_open:b is_starred:b
        enterprise_id:s user:s is_user_deleted:b parent_conversation:s""",
    # api/conversations.open, users.conversations
    "DIRECT": """
        !id:s !created:n !is_archived:b !is_im:b !is_org_shared:b !user:s last_read:s latest:o unread_count:n
        unread_count_display:n is_open:b priority:n context_team_id:s is_user_deleted:b""",
    # api/files.info, conversations.history (files), bolt-python test_message_file_share
    "SHARE": """
        share_user_id:s !reply_users:s[] !reply_users_count:n !reply_count:n !ts:s thread_ts:s latest_reply:s
        !channel_name:s !team_id:s access:s source:s date_last_shared:n is_silent_share:b""",
    "FILE": """
        !id:s !created:n !timestamp:n !name:s !title:s !mimetype:s !filetype:s !pretty_type:s !user:s
        user_team:s
        !mode:s !editable:b file_access:s alt_txt:s !is_external:b !external_type:s !username:s !size:n
        !url_private:s !url_private_download:s !permalink:s !permalink_public:s edit_link:s
        !has_rich_preview:b preview:s preview_highlight:s lines:n lines_more:n preview_is_truncated:b
        is_starred:b !is_public:b !public_url_shared:b !display_as_bot:b !channels:s[] !groups:s[] !ims:s[]
        !shares:o comments_count:n pinned_to:s[] thumb_64:s thumb_80:s thumb_160:s thumb_360:s""",
    # api/chat.postMessage, chat.update, conversations.history, conversations.replies, chat.scheduleMessage,
    # events/MessagePayload, PinAddedPayload, bolt-python test_message_thread_broadcast, test_message_changed
    "REACTION": "!name:s !users:s[] !count:n url:s",
    "EDITED": "!user:s !ts:s",
    "MESSAGE": """
        !type:s subtype:s !text:s ts:s user:s username:s bot_id:s app_id:s team:s thread_ts:s parent_user_id:s
        blocks:l attachments:l files[@FILE] icons{emoji:s image_64:s} bot_profile@BOT_PROFILE edited@EDITED
        root:o reply_count:n reply_users_count:n latest_reply:s reply_users:s[] replies:l subscribed:b
        last_read:s is_locked:b reactions[@REACTION] metadata{!event_type:s !event_payload:o} upload:b
        display_as_bot:b client_msg_id:s topic:s purpose:s permalink:s pinned_to:s[] x_files:s[]""",
    # api/views.open, views.publish, app-backend/views, bolt-python test_view_submission
    "VIEW": """
        !id:s !team_id:s !type:s !title@TEXT !submit@TEXT !close@TEXT !blocks:l !private_metadata:s
        !callback_id:s
        !external_id:s !state:o !hash:s !clear_on_close:b !notify_on_close:b submit_disabled:b !root_view_id:s
        !previous_view_id:s !app_id:s !app_installed_team_id:s !bot_id:s""",
    # api/usergroups.list
    "USERGROUP": """
        !id:s !team_id:s !is_usergroup:b !is_subteam:b !name:s !description:s !handle:s !is_external:b
        !date_create:n !date_update:n !date_delete:n auto_provision:b enterprise_subteam_id:s !created_by:s
        !updated_by:s !prefs{!channels:s[] !groups:s[]} channel_count:n users:s[] user_count:n is_section:b
        is_idp_group:b is_visible:b is_editing_restricted:b is_membership_locked:b is_org_level:b
        deleted_by:s""",
    # api/bookmarks.add, bookmarks.list
    "BOOKMARK": """
        !id:s !channel_id:s !title:s !link:s !emoji:s !icon_url:s entity_id:s !type:s !date_created:n
        !date_updated:n !rank:s !last_updated_by_user_id:s !last_updated_by_team_id:s shortcut_id:s !app_id:s
        app_action_id:s""",
    # app-backend/interactive-components/BlockActionPayload, bolt-python test_block_actions, test_shortcut
    "ACTOR": "!id:s username:s !name:s !team_id:s",
    "TEAM": "!id:s !domain:s enterprise_id:s enterprise_name:s",
    "PLACE": "!id:s !name:s",
    "METADATA": "next_cursor:s messages:s[] warnings:s[]",
}.items():
    OBJECTS[_name] = read(_text, OBJECTS)
