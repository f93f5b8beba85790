"""What each trait weighs, in tenths: towards danger above zero; and the line that a passage must pass.

Written by `python -m tests.mail.danger.fit`; not by hand.
"""

WHOLE = 10
LINE = 3.21
TABLE = """
+54 PLAIN PLAIN+
+48 tonight
+44 will_n't
+43 ONLINE
+42 CHILD COLLAPSE
+40 COLLAPSE+
+38 man
+37 a_man her
+36 HAZARD cry someth
+33 HAZARD+ girl outsid over_the the_kid
+32 MARRY she
+31 MIND+ SWALLOW
+30 DRINK get leg
+29 ,_# bab_in dark say uncl
+28 n't_know she_is
+27 FAKE NOW NOW+ TRAVEL ambulanc eye from_the
+26 CHILD+ GOING MAN MISSING+ ONLINE+ SUICIDE+ can_n't floor his
+25 bath in_a mumm said ther
+24 SEX TOLD+ TRAVEL+ WEAPON+ and_say door found lad the_flat
+23 HIDDEN+ INJURY a_woman and_said empt heart i_could road to_get toddler tot would_n't
+22 's_got ALONE+ HIDDEN SWALLOW+ birth breath cot grandad in_with messag n't_be n't_to old out_the popp pupil
+22 rang sunda tub whit woman
+21 #_, ,_say DRIVE+ GOING+ TENDER curtain cut dadd floor_, him lip night placenta said_the smell the_phon
+21 the_stair to_me y
+20 #_yo ,_but ,_two car down_the finger from gre had_the he her_leg is_# jak nam out_on she_think sho swallow
+20 that_hous the_back to_anyon window yo
+19 (_# INJURY+ OFFENDER- PERIL+ about_# and_she aunti bab bag com dog flop grown headach hi_, in_and in_his
+19 in_ther morn_, n't_on no_idea positiv_for pregnant roll stepdad the_hous themselv under way wet when wrap
+18 's_had AFRAID NEGLECT+ and_now burn going got he_'s hotel into lift month_old n't odd off_with on_her
+18 phon_is rail round salt say_the she_will sid_room the_'ll the_'ve the_car them think through_the to_his
+18 torn toward up video yr
+17 #_) #_: 's_told ,_pc ALONE EXPLOIT+ MIND and_her attend bar bay belt coat com_out contact_centr cook did
+17 from_nurser hold hous machet mat mum_'s n't_com number_# out photo said_he she_has sid_of tap the_contact
+17 thi_even threaten to_it towel used_the whil
+16 #_and DRIVE NEGLECT TOLD ago been_seen could_hear fiv gon green handl her_bag hi his_bed in_her in_the
+16 kid_in nois pic prohibit putt room rung say_ther she_ask the_front the_key think_he to_that told_her
+16 toward_the tri urin who_was with_the yr_old
+15 'd_be 's_hom CALLED+ FIRE+ HELP HELP+ acros airport as_mum as_we been_sick blood_in bottl burn_on
+15 contact_and different driven_off feed ferr gown high_risk him_at idea infection it_off its leav let
+15 letterbox light lighter look_lik n't_find no_adult now_, pull saw_her say_he shown shut stat strong
+15 the_airport the_bath the_gat the_outsid told_him year_old younger
+14 #_yr 's_gon 've_never 've_no ( ) ,_lip TENDER+ a_car and_# and_told bed begg by_nam calm cloth cord
+14 dad_has doe fac gon_from grow hand he_'ll he_is hour_ago i_ask in_that insid kid left lin moc n't_leav
+14 n't_let n't_saf open parent_are passport passport_and recognis refus_to scarf she_'d sinc_yesterda
+14 someth_from strap thank_for the_dog the_letterbox the_man the_ta thigh til till tyler uasc under_the
+14 up_from wait when_it when_the whil_i will_kill with_them y_#
+13 's_just 've_left ,_then BLOCKED DRINK+ SEX+ a_not after_school age all_the and_he at_a back_from bleed
+13 can_tell co coat_, cubicl d dad dad_said diabetic different_age drov eaten fell frenulum fresh goe hard
+13 has_just her_aunt hurt just kitchen land last_night much n't_mov n't_slept nin on_it pleas_ring post_a
+13 prayer saturda saw school_nurs she_'s she_doe shout sick sister slap sofa someon somewher spoon stop
+13 the_bathroom the_left them_in thi_week think_we tin to_leav under_his ver when_i wir yr_#
+12 #_month #_y #_year 's_eleven 's_her ,_a ,_could ,_found ,_it /_o CALLED MARRY+ MISSING all_week also
+12 approx at_our babysit behind behind_the believ black blood bridg but_she call_, cam_out camera can
+12 com_back could_n't cutt dad_say drawer drop ear_, ex fella film for_him front gon_for gon_out has_mov
+12 he_has her_phon hom_tim hom_tonight hous_with it_went kerb key kinship look mak_it me meant_to mention
+12 minut_ago n't_pick n't_swallow napp neck next_to nowher of_our old_was one_on pick pictur positiv pour
+12 put_a rang_the rash rep_, rib ring_me say_goodby sens sham she_said she_told sid slur straight suicidal
+12 taxi_escort the_bab the_door the_kerb the_ring the_room the_sofa thi thi_tim throat thumb told tonight_,
+12 turn until using visit_re vodka wait_for weigh without_her y_/ yet
+11 # #_day 's_a 's_rung ,_bab ,_breath ,_different ,_his CHOKE+ PARENT THREAT+ a_e addres_, and_a and_ther
+11 and_will arm ask_what asleep at_lunch at_six bab_has be_need blok brok chest chip cigaret co_alarm custod
+11 did_it doe_n't dug e els facebook fly foreign go_back gon_, happen he_would heard her_neck her_to him_,
+11 him_in him_to hostel if_we in_it iron jerr letter_, lock_in mal mark me_she men morn mouth mum_will
+11 n't_hav neck_, never no_one non_of now_he one_'s owe pinprick plat profil said_it shap son station
+11 strong_of syring that_his the_thre thes thi_afternoon think_the ticket to_send toda tri_to van weep with_a
+11 yellow
+10 's_mov 's_n't 's_out 've_kept 've_said EXPLOIT accord accord_to addres adult agre_for and_are and_onl
+10 and_put at_least at_pick aunt back_and back_ther back_to be_back been_swap besid bin birth_visit cheek
+10 child_'s cold custod_till drows found_the front_of futur garden go god hang has he_doe height her_and
+10 her_back her_hand her_in her_passport herself_and his_hand i_can if_i inhaler insulin is_off is_tak
+10 is_with it_will just_now least lif littl_girl locker long lower mak_her man_in midnight mil monda nail
+10 never_been new_birth newborn night_, night_and occupant of_vodka on_and on_his one_in paper posterior pram
+10 pt put_his rent ring_road rous say_her seen sex she_want six slump smil sock squeez tablet text_me the_cot
+10 the_feed the_floor ther_tonight to_say toilet twin upstair vomit was_cry week_ago went wet_herself what_he
+10 which_i who_own window_and
+9 #_is #_was 's_onl 's_putt 's_tablet ,_bring ;_the HURT+ PERIL a_blad acros_the after_the and_mum befor_she
+9 break cam ceil circl com_down eight_and english even farm feet for_fiv for_her found_a four friend gam
+9 girl_of got_the gre_and hand_, he_got he_left his_fac his_mat his_neck if_he in_front infant interpreter
+9 is_empt is_in is_the it_'d jordan kitchen_floor last lean left_for man_is man_who marcu meant n't_stop nan
+9 nobod_els one_way over over_, phon_, pictur_of print real rescu result roll_, room_, round_her say_who
+9 server she_say she_wet sid_, sinc_last skeletal skeletal_surve sort spirit stood_in student surve talk_to
+9 teatim temp the_are the_bedroom the_cod the_curtain the_kitchen the_land the_pram the_strateg the_younger
+9 their_own them_and to_a to_com to_her to_stop took took_him us_, using_again wak wardrob we_do we_will
+9 week_and what_she yp
+8 #_am 's ,_n't FAKE+ QUOTE SUICIDE a_dead a_pictur again_, against all_four am and_no are_still bang bed_,
+8 bm both_sid bouncer brother_has by_his car_park cas_, chang_the children_in com_hom dad_was daughter
+8 deliver describ doctor doe_the fac_, flick four_year fractur giv hair hav_her he_ask he_said he_say hear_a
+8 her_by her_head her_with him_hom hom i_was is_about let_her limp lin_, match mov_in my_list nan_'s
+8 napp_sinc neighbour_say no_bab noon of phon popp_in r say_its scissor scrap sette she_would shift shoulder
+8 show silver sleep_in stock stood sunken the_boy the_can ther_'s ther_was thre threaten_to to_bed to_collect
+8 to_hand tutor two was_fin was_in wet_napp whisper with_us you_,
+7 #_or ,_at CHOKE a_funeral a_spoon and_has answer_the as_she bab_is bring_her collect_at door_to ever_tim
+7 get_to girl_, goodby has_the hav_seen he_goe he_will hear_him her_, her_go honest i_writ in is jaw left_her
+7 lying me_if me_n't mum_is n't_been o of_a on_the open_, post send she_can slept stair swap_and tell text
+7 the_chair the_men the_morn the_top told_me up_at up_the walk ward was_n't we_agre went_to whether
+7 whether_it
+6 WEAPON ask_me by_teatim gett hear her_lif hv lit lock off outsid_the parent pick_up poison sol thought_i
+6 tim_thi told_the without
+5 HURT SHAME+ and at_# has_ask if_she me_, on put ther_is twic vap
+4 #_min bathroom book littl sick_, the_bed the_register
+2 eight
-3 ,_pleas happ_to
-5 father_'s level_# look_at sing
-6 's_com 's_look ,_new and_ring bit_of black_eye bullet_and bus_awa coach conferenc csc csc_card far
-6 fir_officer follow his_csc is_two lin_worker n't_bit now_# one_you protocol_say read_it school_is sign
-6 so_that stag suggest_is the_bullet the_new two_bus u work worker_has you_suggest
-7 's_brother 's_now a_dar absenc and_both and_sleep and_well anyon appl attendanc_is august bit_my can_we
-7 check_: child clarinet com_on countr cp_medical dar dar_in dial_999 disagre down_as drank_hand either
-7 februar_, few fir_drill firm_can friday gel_for head_boy her_mum her_on hungr hungr_and hurt_her incident
-7 is_no jan_'s letter list littl_boy miss_for my_head n't_agre n't_going next_month no_bottl no_contact
-7 no_mark no_pain not now_head of_suicid out_under peopl receiv relationship rid seen_at serv sober_toda
-7 supervisor_, teeth_out that_'s that_thi the_cas the_list the_plan the_post ther_another thre_year to_bit
-7 told_and told_us up_in ur was_hungr was_miss wheelchair_on wher_he you_for
-8 'm_going 's_settl ,_eat ,_fin ,_in ,_noth ,_well ;_she a_new alon_with and_i any_mor april as_plan awa_ever
-8 awa_from bad bought bruis_, bruis_protocol brush burnt_toast can_hav chat chat_don check_in comment
-8 conviction do_the drill emdr fgm fgm_mandator fir_servic for_an for_ring fridg get_rid glu goe_to guid
-8 harm_is hav he_know health_visitor hom_alon in_fiv in_from in_law in_offic join know_the known last_year
-8 leav_it lik lockbox mad_her mandator mandator_report mental mov mum_had n't_in nam_on never_alon now_in
-8 now_we october offender_, one_of our_is paediatrician pal part_of pencil pharmac placement_, pleas_could
-8 pleas_do poor quarter rain rais read register_offender resolv restorativ rid_of scratch self_harm
-8 session_with short sign_consent smok step_gran that_a the_bruis the_referral the_under thought_of thx to_#
-8 to_be to_find to_run to_use track tue violenc was_clos was_his was_no with_it
-9 #_g 'd_just 's_back 's_centr 's_sleep ,_exp ,_fami ; PROCESS+ a_cak a_risk a_room accept action and_hous
-9 annual apologis_, argu assault attachment_will blu_spot bod_map born bring_new bullet but_it by_my cadet
-9 chang clos_# could_we cupboard deadlin delight document doing_well domestic don_, drown_in drunk easter
-9 epipen_x evidenc exp exp_# follow_up from_me g gain_# gav gav_the glad had_no has_gon has_never herself
-9 him_as his_blood hom_at hom_by i_said if_you influenc inform is_ther it_doe joint_visit know_, left_, loud
-9 lov love love_with mapp met monda_, monitor mum_both mum_bring must my_drawer n't_monitor need_the neither
-9 new_after new_one nhs nineteen no no_children no_further no_problem now now_on offic_, or overnight owing
-9 owing_to paed pain perinatal photograph play pleas pnc previou problem program reason_to rhi saf_and
-9 said_sorr school snack sober spr stor stuck_on sword tabl tak the_centr the_mother the_mov to_know tuesda
-9 used_to ward_for warn we_'d we_'ve wear what_we wheel who why
-10 #_mg #_say 'm_back 's_happ 's_off ,_know ,_next ,_recover ,_start ,_that ,_we INJURY- MIND- a_chat a_young
-10 act alarm_went and_polic apologis ask_when at_ten attachment bab_died back_at bump charit chart coach_the
-10 coffe com_next control control_, cours dentist_say dial email end_in exclusion fami_know forehead fre
-10 further good had her_a if_it in_februar it jan key_, kid_non kill_me knif_in low meantim medical mg
-10 mum_told n't_the neglect no_bruis no_reason non_the not_: not_is noth_to now_and ok_, on_with partner_who
-10 partnership protocol put_back recover recover_in remember risk_to s settl sid_gat stood_down strangl
-10 suicid supervis supp taxi_firm tell_me the_carer the_dentist the_influenc the_meantim the_nurser the_order
-10 the_wiser the_word tick to_all treat twent visit we_'ll wiser you_over
-11 #_jun 'd 's_been ,_for ,_i ,_tak a_kebab a_school along and_fork and_runn anywa at_no at_risk bab_,
-11 back_is been_put been_told bit blood_on bod bonfir bonfir_night both_in bowl bruis_in cam_hom carr
-11 child_protection could_you crash danger day_# difficult domestic_abus due_on each eat email_, ever_week
-11 fami februar forc fork four_kid ga gap get_on gun had_a half_term has_finish hid hid_under his_mum
-11 his_tablet hour_, in_at in_non injur_, is_from is_kill is_supervis it_on it_was kebab kill_him knock_out
-11 last_tim law mad minut_and mother my n't_had n't_miss near no_chang no_injur officer old_one one_has
-11 outstand pleas_tak psychiatrist ptsd_, rather red_book roadwork sanction_, saw_it seen_, session she_could
-11 she_walk sleep_when solicitor suspect the_disclosur the_dut the_librar the_mark the_slid the_threshold
-11 therap tir tonight_and tooth trauma under_ga us_about violent you_ask
-12 #_st 're_in 's_noth ,_all a_look alarm attendanc be_at bedwet carer childhood childhood_in conclusiv count
-12 count_lin dentist_has down_to end form_has fram from_mum gain hav_him it_mak jean laugh lcspr mould mov_to
-12 mum_left n't_a ok own_childhood paint plan_, point rcpc recall sensor servic sib social st stab that
-12 the_dat the_head the_overdos the_session them_bedwet ther_hav thi_is threshold to_decid treatment two_staf
-12 unconsciou_bab wait_, was week_for would_lik
-13 #y ,_call THINGS about_a age_for alon_? as_it been_at call_out check could_the counsell decid do fair fix
-13 for_leav grandmother her_own himself_, if_the it_ever joint kid_hom leav_kid let_'s month_and n't_,
-13 on_tuesda professional sanction staf_, swap the_# the_age the_blu the_dinner the_fir the_go to_bring we
-13 young
-14 's_in , ,_do QUOTE+ alon and_call any as_a at_hom camh eg escort_has escort_is frighten i_near i_will
-14 injur is_n't it_and it_for jun landlord lik_a lik_to mum_and n't_known need_for no_risk on_monda
-14 perpetrator put_it right sam_day second slid spar teeth the_old the_perpetrator think_it tight version
-14 was_a
-15 #_n't ,_coach ,_had OVER PERIL- about_it ahead at_his b bounc bruis cas charg church eighteen firm
-15 for_contact for_thre graz know n't_open plan pls polic safeguard say_that shin six_month smile so_ther
-15 sparkler start thought too two_of use want_the was_the
-16 HURT- abus aid been_ask certificat complet cover entr first_aid hav_to immediat_danger is_now lvl lvl_#
-16 mon_, monday present say_so scenario spok took_his
-17 #_th 's_ptsd ,_as ,_which about_the at_it cak can_the crew danger_, football now_has offer over_a overdos
-17 ptsd quer review risk slot so suggest ten th was_left well you_say
-18 's_no PAPER+ agre and_gav be_a crew_will first group health it_has left_alon length most most_of new
-18 pay_for reason staf support th_, the_crew the_sam the_second wer who_to
-19 #y_, MISSING- SUICIDE- and_how card content happ i_'ve job need other supervisor which_is worker year_,
-20 authorit confirm dat dentist don had_been on_frida plac record team wed
-21 as be_the he_was of_it us worr you
-22 's_the PROCESS disclosur noth
-23 've_been died i_'ll miss month the_school wash what_'s
-24 fir i_'d may
-25 ,_so LEARN sam
-26 year
-27 WELL+ clos
-28 'd_lik your
-29 DISTANT+ WELL report
-31 PAPER
-36 DENIED
-37 ?
-38 DISTANT
"""
