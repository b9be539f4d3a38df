package privacy

// personal is the register. The order is that of the page: what an organiser
// looks for first comes first.
var personal = []Entry{
	{"person", Commission, "contact", "a", "contract", "staff",
		"id family given kana_family kana_given email email_key lang birth_year affiliation phone sort_key kana_key search_key indexed_key initial"},
	{"person_gram", Commission, "search", "a", "contract", "staff", "gram person_id"},
	{"registration", Commission, "run", "a", "answers", "staff", "person_id answers cancel_reason late_note"},
	{"registration", Commission, "figures", "a", "contract", "staff",
		"state lang via created_at confirmed_at cancelled_at arrived_at late_at"},
	{"checkin", Commission, "door", "a", "contract", "door", "registration_id device force_reason scanned_at first_at first_device"},
	{"participation", Commission, "figures", "a", "contract", "staff",
		"person_id kind occasion_kind occasion_id title title_en at proof ref recorded_by retracted_by retract_reason"},
	{"consent", Commission, "proof", "", "person", "staff",
		"person_id code scope recipient text_version text_hash lang channel given_by given_at revoked_at revoked_by"},
	{"person_note", Commission, "notes", "a", "contract", "staff", "person_id body author author_id created_at"},
	{"person_tag", Commission, "notes", "a", "contract", "staff", "tag_id person_id by_whom at"},
	{"tag_act", Commission, "notes", "a", "contract", "staff", "persons by_whom"},
	{"person_merge", Commission, "duplicates", "a", "merge", "staff", "gone_id into_id reason by_whom kept undone_by"},
	{"person_apart", Commission, "duplicates", "a", "contract", "staff", "a_id b_id by_whom"},
	{"message_delivery", Commission, "mail", "a", "contract", "staff", "person_id registration_id address address_key state reason code"},
	{"bounce", Commission, "mail", "a", "contract", "staff", "address_key address code"},
	{"event_speaker", Commission, "published", "", "contract", "everyone", "name name_en title title_en bio bio_en url"},
	{"event_image", Commission, "published", "f", "contract", "everyone", "data"},
	{"event", Commission, "published", "", "contract", "everyone", "contact_email"},

	{"profile", Own, "profile", "h", "own", "chosen",
		"person_id headline words prefecture horizon talk seek mentor links photo_id"},
	{"profile_skill", Own, "profile", "h", "own", "chosen", "person_id code level"},
	{"profile_choice", Own, "profile", "h", "own", "chosen", "person_id kind code"},
	{"profile_photo", Own, "profile", "h", "own", "chosen", "person_id data"},
	{"card", Own, "card", "e", "own", "chosen", "person_id fields"},
	{"card_hidden", Own, "card", "e", "own", "self", "person_id event_id hidden_at"},
	{"exchange", Own, "card", "e", "own", "met",
		"owner_id partner_id low high family given email email_key lang consent_run consent_show at event_id"},
	{"tie", Own, "ties", "e", "own", "met", "low high event_id at"},
	{"meeting", Own, "meeting", "", "own", "self", "person_id note tags"},
	{"card_block", Own, "card", "", "own", "self", "person_id target"},
	{"introduction", Own, "card", "e", "own", "met", "by_person first second words first_yes second_yes declined_by"},
	{"board_entry", Own, "board", "e", "board", "event", "person_id joined_at"},

	{"identity", Own, "sign_in", "", "sign_in", "owners", "email name"},
	{"session", Own, "sign_in", "", "session", "self", "identity_id device agent seen_at"},
	{"sign_in_code", Own, "sign_in", "", "code", "nobody", "email_mac browser_mac code_mac"},
	{"attempt", Own, "abuse", "", "code", "nobody", "key_mac"},
	{"membership", Own, "role", "", "role", "owners", "identity_id role invited_by invited_at joined_at"},
	{"audit_entry", Own, "trail", "", "trail", "staff", "actor_kind actor_id actor_role object_id reason data"},
	{"job", Commission, "mail", "a", "job", "staff", "payload last_error"},
	{"privacy_request", Own, "request", "", "request", "staff",
		"person_id words channel asked_by asked_at suspended confirmed_by answer decided_by"},
	{"privacy_certificate", Own, "request", "", "trail", "staff", "subject_id body"},
}

// impersonal has every other column. What is listed here was looked at.
var impersonal = map[string]string{
	"goose_db_version": "id version_id is_applied tstamp",
	"goose_lock":       "lock_id locked_by locked_at lease_expires_at updated_at id locked",

	"job":      "org_id id kind uniq priority state run_at attempt failures created_at finished_at",
	"job_turn": "kind turn next_at",

	"organisation": "id slug name name_en accent seed version created_at updated_at",
	"programme": "org_id id fy name name_en body body_en summary summary_en hashtag contract_start contract_end state version" +
		" created_at updated_at",
	"goal": "org_id id programme_id position kind label label_en target decimals unit unit_en prefecture",
	"venue": "org_id id name name_en postcode prefecture area area_en address address_en capacity map_url note note_en retired" +
		" version created_at updated_at",
	"partner": "org_id id name name_en url kind position retired version created_at updated_at",

	"identity":     "id created_at",
	"sign_in_code": "tries expires_at",
	"attempt":      "bucket hits ends_at",
	"membership":   "org_id",
	"session":      "id token_mac kind door_org_id door_link_id created_at revoked_at",
	"door_link":    "org_id id event_id label created_by created_at expires_at revoked_at",
	"api_token":    "org_id id name token_mac scopes created_by created_at last_used_at revoked_at",
	"audit_entry":  "org_id id at action object",
	"audit_seal":   "org_id seq entry_id entry_at entry_hash hash",
	"audit_anchor": "org_id seq hash newest_at sealed_at mac",

	"person":        "org_id holds_email version created_at updated_at closing_at erased_at",
	"person_gram":   "org_id",
	"participation": "org_id id series recorded_at retracted_at",
	"consent":       "org_id id",
	"person_note":   "org_id id",

	"event": "org_id id programme_id slug title title_en summary summary_en body body_en starts_at ends_at opens_at closes_at closes_rule" +
		" promote_until venue_id place_name place_name_en place_area place_area_en place_address place_address_en place_postcode place_map_url" +
		" place_note place_note_en online_url online_note online_note_en hashtag visibility state cancel_reason image_id image_alt seq revision" +
		" created_at updated_at published_at",
	"event_live":     "org_id event_id version last_number repeats seq arrived helpers walk_ins",
	"event_slot":     "org_id id event_id name name_en eligibility eligibility_en kind mode capacity waitlist taken waiting pending guard position",
	"event_question": "org_id id event_id label label_en why why_en kind options required retired position",
	"event_speaker":  "org_id id event_id position",
	"event_agenda":   "org_id id event_id after_minutes label label_en note note_en position",
	"event_image":    "org_id id event_id media_type width height created_at",
	"registration":   "org_id id event_id slot_id ended number wait_rank idem_key idem_hash serial link_serial revision",
	"checkin":        "org_id id event_id type sequence ok reason nonce received_at offline forced replays undone_at",

	"profile":       "org_id skill_version version created_at updated_at",
	"profile_skill": "org_id", "profile_choice": "org_id",
	"profile_photo": "org_id id media_type width height created_at",
	"card":          "org_id id serial created_at updated_at",
	"card_hidden":   "org_id",
	"exchange":      "org_id id once state serial via offline created_at done_at ended_at",
	"tie":           "org_id id exchange_id via undone_at",
	"meeting":       "org_id exchange_id updated_at",
	"card_block":    "org_id id exchange_id created_at",
	"introduction":  "org_id id once state created_at expires_at ended_at",
	"board_entry":   "org_id event_id",

	"tag": "org_id id name name_key created_at", "person_tag": "org_id", "tag_act": "org_id id tag_id added at undone_at",
	"saved_filter": "org_id id name name_key query by_whom created_at",
	"person_merge": "org_id id at undone_at", "person_apart": "org_id at",

	"message": "org_id id made_key kind event_id audience subject subject_en body body_en skip_today digest version created_by created_at" +
		" updated_at sent_by confirmed_at starts_at stopped_at",
	"message_delivery": "org_id id message_id round tries queued_at handed_at ended_at",
	"bounce":           "org_id source delivery_id times first_at last_at cleared_at cleared_by",

	"privacy_request":     "org_id id kind state live due_at final_at confirmed_at decided_at certificate_id version",
	"privacy_certificate": "org_id id kind number hash made_at sent_at",
}
