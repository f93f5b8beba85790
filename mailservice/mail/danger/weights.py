"""What each trait weighs, in tenths: towards danger above zero; and the line that a passage must pass.

Written by `python -m tests.mail.danger.fit`; not by hand.
"""

WHOLE = 10
LINE = 4.83
TABLE = """
+70 CHILD
+67 PLAIN PLAIN+
+61 tonight
+60 COLLAPSE her
+53 SWALLOW
+52 HAZARD will_n't
+51 COLLAPSE+
+50 ONLINE
+49 she_is
+48 from_the
+47 NOW+
+46 MARRY she
+45 man
+43 outsid
+42 DRINK girl
+41 NOW eye someth the_kid
+40 SEX say
+39 ,_# FAKE TRAVEL over_the road said
+38 HIDDEN think
+37 MAN cry
+36 GOING HAZARD+ MISSING+ SUICIDE+ get his
+35 INJURY MIND+
+34 dark found in_a uncl
+33 ,_two PERIL+ a_man ago
+32 #_, birth com floor i_could n't
+31 DRIVE+ TENDER cot ther
+30 CHILD+ TOLD+ bath leg n't_know thi
+29 INJURY+ a_woman from he it_off n't_find tub
+28 's_got ,_pc ALONE+ HIDDEN+ can_n't door empt old swallow to_me when
+27 ,_say TRAVEL+ bab_in grandad had_the heart hi lad n't_be rung salt suicidal tot until window
+26 ,_but DRIVE hous is_# left nam placenta smell the_'ve the_flat woman
+25 ,_could NEGLECT PARENT SWALLOW+ TOLD bab burn car contact_centr dad fiv going hi_, him hold jak out
+25 out_the the_'ll the_bab threaten under up y
+24 #_yo AFRAID HELP HELP+ did dog goe he_'ll mumm odd them with_the yo yr
+23 #_and ALONE WEAPON+ and_her bag breath doe its lip messag night now_, on_her pick pupil rang sleep_well
+23 stop the_stair through_the to_his to_that toddler would_n't
+22 's_had ,_bring ambulanc and_said attend he_'s headach in_his in_the let lift lin mark popp positiv_for
+22 she_think six someon sunda to_get
+21 ,_it GOING+ MIND as_mum cook finger got high_risk in_her me n't_to one_in out_on that_hous to_it week_and
+20 # #_: ONLINE+ about_# and_now bar calm cas_, different eaten grown he_is hour_ago look_lik one_'s open
+20 pregnant ring_me say_he sick sid_room station the_ring think_we till to_anyon toda whit wrap
+19 : BLOCKED FIRE+ aunti bed behind belt floor_, he_has into month_old morn much off positiv rail ring_road
+19 send sid the_contact the_hous the_key til told toward train urin ver walk went will_look
+18 've_never ,_bab EXPLOIT+ OFFENDER- TENDER+ a_funeral again_, all_week and_mum at_our bin cut els honest
+18 hop if_we it_'d just mat monda nan nin over pic print recognis said_he said_the spoon taxi_escort the_back
+18 the_car the_ta threaten_to video wait who_was
+17 #_) 's_told (_# PERIL asthma at_least com_out ex flop gon her_leg him_at hotel i_want in_and least level
+17 look mum_'s n't_on never passport phon_is prohibit pull round saw she_'s tap the_dog the_gat the_man
+17 the_phon to_leav when_the whether whil_i who_own y_#
+16 #_of 've_left 've_no ,_found a_car and_say been_seen brok burn_on cubicl deliver drawer gre his_bed if_he
+16 in_dat infection insid key meant_to nois off_with pag passport_and refus_to saw_her say_the seen sens
+16 she_ask sho strong the_bath the_room themselv thi_afternoon thi_week till_#y uasc under_the up_from
+16 used_the wait_for was_in we_do with_us wrong yr_old
+15 #_or #_yr ,_a acros age agre_for and_she aunt bay behind_the blood bottl child_'s chip cold custod d
+15 dad_say dadd down_the driven_off e feed fella front grow has hom kitchen light modul nail no_idea number_#
+15 onl photo putt roll scrap september she_'d stepdad straight text the_bathroom the_sofa ther_'s thursda
+15 told_her twic with_thre year_old younger yp yr_#
+14 #_month 'd_be 's_mov ,_at ,_different ,_lip CALLED+ DRINK+ MARRY+ MISSING NEGLECT+ WEAPON after_school
+14 after_the and_no and_put as_we asleep back back_and befor_it break cam cloth coat custod_till drift
+14 from_nurser get_to gown handl hurt idea imm in_ther in_with in_writ inhaler is_about last letterbox
+14 n't_com no_rep of_a of_our one_on pictur room say_ther she_has sofa thank_for told_him took torn
+14 toward_the towel tri van way we_will wet which_i whil wir
+13 's_hom 've_said ,_then BLOCKED+ FIRE a_not airport and_# and_he and_ther arm at_# could_hear could_n't
+13 dad_has den different_age farm frenulum fresh hear height her_aunt her_bag him_, him_in hv i_ask kid_in
+13 kinship machet meant morn_, mov_in n't_been n't_let non_of november of over_, owe pleas_ring post
+13 say_goodby school_nurs section section_# shown sid_of significant significant_harm the_airport the_cod
+13 the_cot the_front the_left ther_is ther_was think_the was_fin weapon week_, with_them
+12 'll 's_her ( ) HURT+ SUICIDE addres_, afternoon all_the and_a and_onl and_took as_the babysit bedroom
+12 by_nam cam_to camera can chang_in contact_and cord court curtain dad_was drawer_, drows even ever_tim feet
+12 fell fil for_him four gon_from ground_, happen he_doe he_went her_with iron it_went lean leav letter_,
+12 me_she me_the n't_mov n't_recognis n't_slept on_it person pla r seriou server sinc_yesterda slur
+12 someth_from speak strap syring ta tell the_morn the_outsid think_he thre throat took_an twin two under_his
+12 upset upstair using when_it whisper who_died
+11 's_a ,_breath ,_his ,_n't :_if FIRE- QUOTE am an_hour an_overdos and_are and_carer and_has application_mad
+11 ask_what back_from back_to besid birth_, block blood_in both_sid but but_the call_, can_tell caught co
+11 describ diabetic did_n't doing_the eight fac foreign go go_back gon_for has_ask has_been he_remain him_out
+11 his_mat hostel in_it in_that is is_frida is_the kerb last_two lin_, long mak_it man_who me_, meet men moc
+11 n't_hav n't_leav n't_saf naloxon naloxon_session never_been new_placement no_parol nurser
+11 parol_application post_a pour profil protection put_a remain_in rous rso said_it session_? shout shut sort
+11 stat strong_of that_his the_are the_kerb the_leaflet the_letterbox the_naloxon the_younger their_own
+11 them_in thes thigh thought_i tomorrow tonight_, tutor tyler we_agre weigh when_i
+10 #_day 's_eleven 's_gon 's_out 've_had ,_been ,_sleep ,_temp CALLED CHOKE+ LEARN+ a_spoon adult and_told
+10 be_back been_sick believ birth_visit black children_are cigaret dad_said dat_until drov els_to epipen_in
+10 fac_, facebook ferr fly four_year gam gon_out group_, hard has_mov heard her_phon him_to hom_from
+10 interpreter is_in it_will kept kill_them land lighter lunch mouth my_list n't_stop new_birth no_adult
+10 november_, on_and or_# our park prayer probation put ran rash real reminder risk_, say_who sent sham
+10 she_doe she_said she_told she_will slump somewher spar_in teatim temp temp_# the_thre ticket to_hand trip
+10 turn until_november visit_re vodka was_n't with
+9 #_am #_was #_year ;_the EXPLOIT FAKE+ THREAT acros_the agenda all answer as_she at_a at_lunch bab_is
+9 back_ther bleed blok bm bridg brother_has by_teatim ceil chang_the clinic co_alarm coat_, cross dog_bit
+9 eight_and for_fiv fractur futur go_to goodby_to green he_will his_hand his_neck if_i if_you in_front is_to
+9 is_with last_night left_for lik_it liv liv_in locker match n't_swallow neck neck_, noon on on_the open_,
+9 parent_are placement rescu roll_, silver smil sock sol spirit stand stood stood_in the_floor the_top
+9 ther_tonight thi_even think_she threat_to thumb tin to_her told_me tri_to us_, used walk_out want
+9 whether_it
+8 's 's_n't ,_no :_the a_dead a_e a_mash addres against all_four and and_toda begg brother cam_out cheek
+8 collect cutt doe_the dug film found_a gett got_the has_just has_the he_said her_back her_hand hospital
+8 i_hav in infant is_tak let_her littl_girl lower mash_form mum_will n't_call n't_pick napp next_to no_one
+8 nowher of_vodka phon pictur_of pinprick popp_in pram rep_, rib scar_of scarf she_want skeletal
+8 skeletal_surve slept surve text_me that_it the_pram the_register the_youth tim up_the voic we_say weep
+8 what_he what_she without yellow
+7 've_kept WEAPON- and_will bed_, book ear_, for_her had_one hand hand_, hang hom_tonight kid kitchen_floor
+7 left_her o posterior rent should_be squeez stop_and student the_land them_and threat to_send to_stop yet
+6 a at_six drink food garden her_in hour lock man_in poison say_her sex the_bed the_bus the_door the_feed
+6 the_polic third will
+5 #_min ,_mum 999 being both com_hom i_was mum_is sport the_boy to top went_out
+4 ,_she again bunk i stair
+3 befor parent
+1 air
-1 pleas_,
-4 #_/ #_from com_off dad_'s has_knock it_is up_,
-5 's_look /_# alway april clas father_'s read read_it school_is the_list the_train town
-6 ,_noth a_bit action and_nobod april_, at_ten august comment cp_medical drill emdr epipen fir_drill giggl
-6 hav_a in_april it librar littl_boy look_after mental n't_bit now_on see_why show_me supervisor_, tak_his
-6 tell_her the_word what_the with_him
-7 's_centr 's_methadon 's_settl a_girl all_back any_mor bab_'s black_eye bring can_we com_on few firm_can
-7 glad good head_off herself_or hom_in in_our it_doe n't_going off_, out_of paediatrician protocol_say
-7 risk_to see_him she_'ll spok the_under ther_another ther_wer to_be to_bit to_do wheelchair wheelchair_on
-7 word
-8 #y 's_now ,_exp ,_fin add all_# and_both and_ring anyon at_hom at_nan at_work ate awa_ever bab_and bought
-8 bring_new bullet_and bundl but_it disturbanc drown epipen_x ever_sinc exp exp_# get_rid gon_back harm_is
-8 her_on her_sister his_cousin hom_alon i_do in_october join kid_non knock known last_year lockbox lov
-8 methadon monitor mum_bring mum_had n't_miss n't_monitor neglect new_after no_pain no_reason non_the now_we
-8 october offic_, part_of pleas_could rain rais rid_of run_awa seen_at settl stor tabl that_is that_she
-8 the_bullet the_wheelchair the_wiser threshold to_kill toast travel tue ur was_clos we_'ve wher_he wiser
-8 with_me
-9 'll_be 'm_back ,_well ;_she afraid and_polic and_runn apologis bab_was bit_my bullet bus_, centr chang
-9 chart coach_the conviction could cp dial document drown_in dut electric fir_officer forehead fre from_me
-9 gap gav_the had_a him_as hungr_and hurt_her in_law in_may in_offic know_the leav_it lik mad_her mark_on
-9 me_at monday mrs my_head n't_a nhs no_bottl not_is on_tuesda pal pencil poor quarter restorativ rid saf_and
-9 saw_it spac stuck_on sword test the_bruis the_bundl the_centr the_chronolog the_hand the_night the_said
-9 the_section to_all to_find to_know to_run to_use treat ward_for was was_his was_hungr within within_the
-10 #_g 's_com 's_happ ,_new ,_next ,_recover ,_tak a_risk a_room a_young and_hous and_i and_sleep ask_when
-10 bab_died bonfir bonfir_night both_in burnt by_# chat child_protection childhood childhood_in chronolog
-10 clarinet com_next correct due_on easter exclusion far fir_servic follow_up for_ring g gain_# goe_to gp
-10 his_tablet i_near immediat in_februar in_fiv in_from month_and mum_told nam_on near next_month noth_to
-10 now_# on_with overdos_at own own_childhood pain partnership program psychiatrist ptsd_, recover_in
-10 said_sorr see_a session_with sib smok so_ther tak taxi_firm tell_me that_thi the_mother the_session
-10 ther_hav to_# to_go two_staf up_in violent we we_'ll went_off what_we when_he you_for
-11 'm_going ,_know ,_that INJURY- a_chat act age_for alon_? assault at_no at_the attachment be_at bedwet
-11 birthda blu_spot bruis_protocol brush bump can_hav charit coach complet_, could_you counsell delight don_,
-11 ever_week evidenc for_leav for_two fram ga guid hav_him his_blood hungr i_said in_non influenc is_a
-11 is_ther it_down kid_hom kill_him knif_in la_solicitor leav_kid level_# longer mapp n't_wait need_the
-11 no_further no_longer not not_: now_and off_him overnight owing owing_to paint pharmac pleas_do pnc previou
-11 rcpc recover safeguard say_it screen sign_consent snack sober solicitor taken the_age them_bedwet therap
-11 thre_week told_us trauma under_ga urgent us_about used_to you_'ve you_ask
-12 's_noth ,_in PERIL- a_cak a_look about attendanc_is awa_from bit blood_on chok control control_, day_#
-12 difficult do_the down_as eg either februar for_contact four_kid further grandmother had_no has_finish
-12 has_never her_a hom_at i_will jan kill knif_and let_'s list love_with low mandator mandator_report
-12 minut_and monda_, mov n't_in no_problem or put_back recall routin school_and servic shar sleep_with suicid
-12 the_carer the_dut the_influenc the_referral to_help tuesda unexplain version witness work x_# you_over
-13 ,_back ,_we alarm_went and_fork ask_if back_is bruis_in burnt_toast carr certificat chang_, each
-13 fgm_mandator follow_the fork foster gain gav gun has_gon he_know himself_, hour_, in_at injur_, it_,
-13 it_for knock_out lcspr lik_a mash mould mov_to mum_and mum_left n't_, n't_had no_children on_, perpetrator
-13 pleas pleas_tak present refer run sparkler staf_, term the_head the_order the_perpetrator
-13 the_strangulation to_sleep tooth unconsciou_bab we_'d well young
-14 #_s #_st 's_back 's_sleep ,_i MIND- a_new ahead attendanc back_at bad bod bruis_, by_my carer check_:
-14 church cours down_to drunk end_in follow her_mum historic if_it it_was job joint_visit know_, nineteen
-14 no_bruis no_chang old_one older one_has otherwis problem protocol rather_than reason rhi roadwork
-14 sanction_, session she_could sid_gat social st supp suspect taken_off ten the_disclosur the_fir the_librar
-14 tick tir twent was_at who
-15 #_mg #_say 's_ptsd ,_call ,_coach ,_do about_it about_the and_call been_at been_put been_told camh
-15 chat_don crew_will eighteen fill_in for_the for_thre half_term hid is_kill last_tim laugh mg new_one
-15 no_risk perinatal point ptsd s sam_day sanction scenario smile still_no stood_down strangl supervis
-15 the_blu the_child the_crew the_old the_slid tonight_and why
-16 's_off ,_eat ; a_kebab alarm along at_it charg clos_it could_the crew escort_has forc had his_mum
-16 is_supervis it_and it_ever it_mak it_on jean kebab left_, ok_, plac polic right that thi_is tight week_for
-16 wheel
-17 , ,_fami PROCESS as_it at_his at_risk can_the do fair firm fix get_on hav_been her_own landlord law met
-17 mother n't_the no_injur professional rather red_book say_so school second teeth took_his treatment will_be
-18 #_jun 're_in 's_been any anyth bowl dentist_has jun kill_me n't_# new seen_, self_harm sensor shin slot
-18 spar swap the_# the_nurser to_bring two_of you_say
-19 's_in ,_carer OVER alon_with as_a b bab_, eat fami_know graz love n't_open need_for officer overdos
-19 pay_for the_go the_overdos
-20 ,_all ,_as MISSING- aid book_for count_lin danger danger_, end escort_is first_aid if_the length mad
-20 n't_known now_has ok partner_who six_month the_sam to_decid you
-21 HURT- agre and_gav bounc complet content from_mum lat lik_to lvl lvl_# most_of of_it on_monda plan record
-21 stab the_dat the_second think_it thought want_the wer which_is
-22 ,_had QUOTE+ cak football had_been joint medical offer plan_, put_it quer was_the who_to
-23 's_no about_a cas frighten group hav_to i_'ve injur now on_frida onc other start
-24 #_n't 's_the abus as be_a child dat decid entr health is_n't need over_a so the_school what_'s
-25 ,_which SUICIDE- and_how confirm cover don first immediat_danger mon_, pls slid staf supervisor was_a
-25 year_,
-26 be_the card check disclosur happ most say_that use wed
-27 authorit it_has
-28 #_th PAPER+ been_ask know left_alon risk support th
-29 bruis may month suggest too
-30 alon noth th_,
-31 dentist he_was is_now wash
-32 DISTANT team worker
-33 died
-34 #y_, sam
-35 i_'d i_'ll miss review us worr
-36 fir
-37 LEARN
-38 was_left
-39 clos your
-41 've_been
-42 DISTANT+ WELL+ report
-43 DENIED PAPER
-44 ,_so
-46 WELL
-47 ? year
-53 'd_lik
"""
